package io.github.brazeaudience.receiver;

import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.receiver.forward.Backoff;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of a receiver, except the configuration for Braze.
 *
 * @param address the address to listen on; port 0 takes a free one
 * @param journal the directory of the journal
 * @param limits the limits of the journal
 * @param secret the secret that requests must have
 * @param registration the registration with mParticle
 * @param linger the time an update waits for others to share its request
 * @param backoff the time before an update is forwarded again
 */
record ReceiverSettings(
    InetSocketAddress address,
    Path journal,
    JournalLimits limits,
    Secret secret,
    ModuleRegistration registration,
    Duration linger,
    Backoff backoff) {}
