package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.receiver.database.DatabaseSettings;
import io.github.brazeaudience.receiver.intake.Secret;
import java.net.InetAddress;

/**
 * Settings of a receiver.
 *
 * @param name the name in the registration with mParticle
 * @param version the version in the registration with mParticle
 * @param config the configuration for Braze
 * @param address the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param path the path that messages are posted to
 * @param secret the secret that messages must have
 * @param registration the registration with mParticle
 * @param database the database of the outbox
 * @param store where the membership store is
 * @param maxBacklog the number of waiting updates above which messages are refused
 * @param pace how fast updates are forwarded
 */
record ReceiverSettings(
    String name,
    String version,
    BrazeAudienceConfig config,
    InetAddress address,
    int port,
    String path,
    Secret secret,
    ModuleRegistration registration,
    DatabaseSettings database,
    StoreSettings store,
    long maxBacklog,
    Pace pace) {}
