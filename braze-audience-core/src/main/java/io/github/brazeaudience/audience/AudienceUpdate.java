package io.github.brazeaudience.audience;

/**
 * One input of a forwarder: what is known of one user's memberships, or an input that could not be
 * read. Each gets exactly one outcome.
 */
public sealed interface AudienceUpdate
    permits MembershipSnapshot,
        MembershipChange,
        AudienceRenaming,
        AudienceRetirement,
        UnreadableUpdate {}
