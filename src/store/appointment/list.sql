SELECT appointment.id, appointment.order_id, orders.no, orders.entity, appointment.revision, orders.stage,
       appointment.person, appointment.method, appointment.place, appointment.at, appointment.made_at,
       user.name, appointment.ended, appointment.ended_at
FROM appointment JOIN orders ON orders.id = appointment.order_id JOIN user ON user.id = appointment.made_by
