SELECT body FROM finding WHERE order_id = ?1 AND revision = ?2 AND stage = ?3 AND day = ?4 AND fingerprint = ?5
