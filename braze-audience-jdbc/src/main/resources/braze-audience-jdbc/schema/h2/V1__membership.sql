-- Membership records of braze-audience, for H2 2.x in every mode.
--
-- user_id is the external id in UTF-8; UTF8TOSTRING(user_id) shows it.
-- record is what Braze is known to hold of the user, in the format of MembershipRecord.
CREATE TABLE IF NOT EXISTS braze_audience_membership (
  namespace VARBINARY(4000) NOT NULL,
  user_id VARBINARY(4000) NOT NULL,
  record VARBINARY(1000000) NOT NULL,
  PRIMARY KEY (namespace, user_id)
);
