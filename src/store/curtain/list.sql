SELECT curtain.order_id, orders.no, orders.entity, curtain.revision, curtain.account, curtain.state,
       curtain.requested_at, curtain.dispatch_at, curtain.courier, curtain.number, curtain.ended_at, user.name,
       (SELECT count(*) FROM curtain AS other
         WHERE other.profile = curtain.profile AND other.account = curtain.account AND other.state = 'sent'
           AND NOT (other.order_id = curtain.order_id AND other.revision = curtain.revision))
FROM curtain JOIN orders ON orders.id = curtain.order_id LEFT JOIN user ON user.id = curtain.by
