-- Transactional outbox of braze-audience, for H2 2.x in every mode.
--
-- Updates that are not final. content is the update as JSON; it contains identities.
-- user_hash is a hash of the user's identifier. Each user is forwarded by one relay at a time.
CREATE TABLE IF NOT EXISTS braze_audience_outbox (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_hash BIGINT NOT NULL,
  content CHARACTER LARGE OBJECT NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  added_at TIMESTAMP(9) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  UNIQUE (user_hash, id)
);

-- Users that a relay has leased, or that wait until retry_at. Users without a row are free.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_user (
  user_hash BIGINT PRIMARY KEY,
  relay VARCHAR(100),
  failures INTEGER DEFAULT 0 NOT NULL,
  retry_at TIMESTAMP(9) WITH TIME ZONE
);

-- Running relays. The users of a relay are free once its row is deleted after alive_until.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_relay (
  relay VARCHAR(100) PRIMARY KEY,
  alive_until TIMESTAMP(9) WITH TIME ZONE NOT NULL
);

-- Updates that were rejected, for inspection. reason is the name of a Reason.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_rejected (
  id BIGINT PRIMARY KEY,
  user_hash BIGINT NOT NULL,
  content CHARACTER LARGE OBJECT NOT NULL,
  attempts INTEGER NOT NULL,
  added_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  rejected_at TIMESTAMP(9) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  reason VARCHAR(100) NOT NULL,
  message VARCHAR(2000) NOT NULL
);

-- Ids of the messages that were added once; UTF8TOSTRING(message_id) shows them.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_message (
  message_id VARBINARY(1000) PRIMARY KEY,
  added_at TIMESTAMP(9) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  UNIQUE (added_at, message_id)
);
