-- Those who may administer, held until the end of the transaction: of two who demote each other one comes second.
SELECT id FROM admin.users WHERE role = 'administrator' AND NOT disabled ORDER BY id FOR UPDATE
