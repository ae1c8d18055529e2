-- Membership records of braze-audience, for H2 2.x in every mode.
--
-- user_id is the external id in UTF-8; UTF8TOSTRING(user_id) shows it.
-- record is what Braze is known to hold of the user, in the format of MembershipRecord, or null.
-- lease_owner is the forwarder that leased the user last, and lease_until the end of its lease.
-- A row with an empty namespace is locked by transactions that insert rows.
CREATE TABLE IF NOT EXISTS braze_audience_membership (
  namespace VARBINARY(4000) NOT NULL,
  user_id VARBINARY(4000) NOT NULL,
  record VARBINARY(1000000),
  lease_owner VARCHAR(100),
  lease_until TIMESTAMP(9) WITH TIME ZONE,
  PRIMARY KEY (namespace, user_id)
);
