package io.github.brazeaudience.options;

import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Option for changes of users that are not in the membership store. */
public final class UnknownUsersOptions {
  @Option(
      names = "--unknown-users",
      paramLabel = "POLICY",
      completionCandidates = Labels.class,
      description = {
        "With --store: how to treat a change for a user that is not in the store. reject (the default):"
            + " reject it if the full membership is needed. empty: the user was in no audience before."
            + " read-back: ask Braze; the key needs the permission users.export.ids."
      })
  @Nullable UnknownUsers unknownUsers;

  /** The values that shells complete. */
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(UnknownUsers.values()).map(UnknownUsers::label).iterator();
    }
  }

  /** The value, or null if the option was not given. */
  public @Nullable UnknownUsers unknownUsers() {
    return unknownUsers;
  }

  /** Returns the policy with the given value. */
  public MembershipPolicy applyTo(MembershipPolicy policy) {
    return unknownUsers == null ? policy : policy.withUnknownUsers(unknownUsers);
  }
}
