INSERT INTO filing (identity, hash, source, imported_at, certificate_key, certificate_number, entity_name,
                    entity_number, site_name, site_number, domain, provider, here, manager_name, manager_mobile)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT (identity) DO UPDATE SET
  hash = excluded.hash, source = excluded.source, imported_at = excluded.imported_at,
  certificate_number = excluded.certificate_number, entity_name = excluded.entity_name,
  site_name = excluded.site_name, here = excluded.here,
  manager_name = excluded.manager_name, manager_mobile = excluded.manager_mobile
