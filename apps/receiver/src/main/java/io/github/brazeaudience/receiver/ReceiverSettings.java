package io.github.brazeaudience.receiver;

import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.receiver.forward.Backoff;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a receiver is to do, beside what it writes to Braze.
 *
 * @param address where it listens; port 0 takes a free one
 * @param journal the directory of its journal
 * @param limits how large that may become
 * @param secret what senders must show
 * @param registration what mParticle is told of it
 * @param linger how long an update waits for others to go with
 * @param backoff how long what did not get through rests
 */
record ReceiverSettings(
    InetSocketAddress address,
    Path journal,
    JournalLimits limits,
    Secret secret,
    ModuleRegistration registration,
    Duration linger,
    Backoff backoff) {}
