package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.audience.AudienceUpdate;

/**
 * An update that is not final.
 *
 * @param message the message that it came in
 * @param index its place among the updates of that message
 * @param update the update
 */
record StoredUpdate(StoredMessage message, int index, AudienceUpdate update) {}
