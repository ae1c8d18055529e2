-- Transactional outbox of braze-audience, for PostgreSQL 12 and later.
--
-- Updates that are not final. content is the update as JSON; it contains identities.
-- user_hash is a hash of the user's identifier. Each user is forwarded by one relay at a time.
CREATE TABLE IF NOT EXISTS braze_audience_outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_hash bigint NOT NULL,
  content text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (user_hash, id)
);

-- Users that a relay has leased, or that wait until retry_at. Users without a row are free.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_user (
  user_hash bigint PRIMARY KEY,
  relay text,
  failures integer NOT NULL DEFAULT 0,
  retry_at timestamptz
) WITH (fillfactor = 80);

-- Running relays. The users of a relay are free once its row is deleted after alive_until.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_relay (
  relay text PRIMARY KEY,
  alive_until timestamptz NOT NULL
);

-- Updates that were rejected, for inspection. reason is the name of a Reason.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_rejected (
  id bigint PRIMARY KEY,
  user_hash bigint NOT NULL,
  content text NOT NULL,
  attempts integer NOT NULL,
  added_at timestamptz NOT NULL,
  rejected_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reason text NOT NULL,
  message text NOT NULL
);

-- Ids of the messages that were added once; convert_from(message_id, 'UTF8') shows them.
CREATE TABLE IF NOT EXISTS braze_audience_outbox_message (
  message_id bytea PRIMARY KEY,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (added_at, message_id)
);
