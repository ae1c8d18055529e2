package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.output.InputPositions.Origin;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Messages of rejected lines in the terms of the ndjson format. The library has the same reasons,
 * but does not know the members of a line and the options of the command.
 */
final class LineMessages {
  private static final String CHANGE =
      "the line has `entered` or `left` but no `member_of`, and the string attribute needs all"
          + " audiences of the user; write them in `member_of`, record users with --store, or use a"
          + " --send-segments-as without the string attribute";

  private final BrazeAudienceConfig config;
  private final InputFormat format;
  private final boolean hasStore;

  LineMessages(BrazeAudienceConfig config, InputFormat format, boolean hasStore) {
    this.config = config;
    this.format = format;
    this.hasStore = hasStore;
  }

  /** Returns the outcome with the message for its line. */
  UserOutcome explain(UserOutcome outcome, Origin origin) {
    if (format != InputFormat.NDJSON || !(outcome instanceof Rejected)) {
      return outcome;
    }
    Reason reason = outcome.reason().orElseThrow();
    if (reason == Reason.NO_IDENTIFIER) {
      String message = config.deviceLookup() ? outcome.message() : noIdentifier();
      return rejected(outcome, reason, message + ignored(origin.unknownIdentities()));
    }
    return reason == Reason.NEEDS_FULL_MEMBERSHIP && !hasStore
        ? rejected(outcome, reason, CHANGE)
        : outcome;
  }

  private static Rejected rejected(UserOutcome outcome, Reason reason, String message) {
    return Rejected.of(outcome.index(), outcome.update(), outcome.attempts(), reason, message);
  }

  private String noIdentifier() {
    List<String> wanted = new ArrayList<>();
    wanted.add("`identities." + member(config.externalIdentityType()) + "`");
    wanted.add("`identities.braze_id`");
    config.deviceMatch().forEach(alias -> wanted.add("`devices." + member(alias.type()) + "`"));
    if (config.emailFallback()) {
      wanted.add("`identities." + member(config.emailIdentityType()) + "`");
    }
    return "the line has none of %s (blank and all-zero ids do not count); write one of them"
        .formatted(String.join(", ", wanted));
  }

  private static String member(Enum<?> type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static String ignored(int identities) {
    return switch (identities) {
      case 0 -> "";
      case 1 ->
          "; its 1 identity of an unknown type is ignored, so check the names in `identities`";
      default ->
          String.format(
              Locale.ROOT,
              "; its %d identities of unknown types are ignored, so check the names in `identities`",
              identities);
    };
  }
}
