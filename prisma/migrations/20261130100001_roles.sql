-- migrate:up

-- A person has one role or several: in a small bureau the coordinator is the support agent as well.
ALTER TABLE app_user ADD COLUMN roles text[];
UPDATE app_user SET roles = ARRAY[role];
ALTER TABLE app_user
  ALTER COLUMN roles SET NOT NULL,
  ADD CONSTRAINT app_user_roles CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['coordinator', 'support', 'finance', 'operator', 'admin']),
  DROP COLUMN role;
COMMENT ON COLUMN app_user.roles IS 'What this person may do, by access/permissions.ts.';

-- migrate:down
ALTER TABLE app_user ADD COLUMN role text CHECK (role IN ('coordinator', 'support', 'finance', 'operator', 'admin'));
UPDATE app_user SET role = roles[1];
ALTER TABLE app_user ALTER COLUMN role SET NOT NULL, DROP COLUMN roles;
