package io.github.brazeaudience.audience;

/**
 * One input of a forwarder: a statement about one user's memberships, or an input that could not be
 * read. Each input gets exactly one outcome.
 */
public sealed interface AudienceUpdate
    permits MembershipSnapshot,
        MembershipChange,
        AudienceRenaming,
        AudienceRetirement,
        UnreadableUpdate {}
