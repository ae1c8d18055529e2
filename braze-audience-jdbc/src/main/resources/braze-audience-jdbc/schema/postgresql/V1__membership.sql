-- Membership records of braze-audience, for PostgreSQL 12 and later.
--
-- user_id is the external id in UTF-8; convert_from(user_id, 'UTF8') shows it. It is a bytea because
-- text cannot contain U+0000, and because the order of a bytea does not depend on a collation.
-- record is what Braze is known to hold of the user, in the format of MembershipRecord, or null.
-- lease_owner is the forwarder that leased the user last, and lease_until the end of its lease.
-- The free space of a page lets PostgreSQL update a row in place.
CREATE TABLE IF NOT EXISTS braze_audience_membership (
  namespace bytea NOT NULL,
  user_id bytea NOT NULL,
  record bytea,
  lease_owner text,
  lease_until timestamptz,
  PRIMARY KEY (namespace, user_id)
) WITH (fillfactor = 80);
