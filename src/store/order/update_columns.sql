UPDATE orders SET order_type = ?2, profile = ?3, nature = ?4, province = ?5, entity = ?6, entity_key = ?7,
                  account = ?8, sites = ?9, site_count = ?10
WHERE id = ?1
