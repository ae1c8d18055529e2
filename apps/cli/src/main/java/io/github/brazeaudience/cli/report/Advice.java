package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.Reason;

/** What to do about the outcomes of a reason. */
final class Advice {
  private Advice() {}

  static String of(Reason reason) {
    return switch (reason) {
      case MALFORMED_INPUT, INVALID_AUDIENCE -> "fix the line";
      case NO_IDENTIFIER ->
          "write an identity of these types, leave the user out, or use another"
              + " --external-identity-type";
      case IDENTIFIER_TOO_LONG -> "leave the user out, or use another --external-identity-type";
      case VALUE_TOO_LONG ->
          "use another --send-segments-as, such as ARRAY_ATTRIBUTE, or forward fewer audiences";
      case TOO_MANY_ELEMENTS -> "use another --send-segments-as, or forward fewer audiences";
      case NAME_TOO_LONG, NAME_CONFLICT -> "rename the audience";
      case OBJECT_TOO_LARGE -> "forward fewer audiences for this user";
      case NEEDS_FULL_MEMBERSHIP ->
          "write all audiences of the user in member_of, or record users with --store";
      case NAMED_BY_BRAZE, REQUEST_REFUSED -> "read Braze's text in the message";
      case NO_ANSWER, SERVER_ERROR, UNREADABLE_ANSWER, UNATTRIBUTED_ERROR -> "forward again, later";
      case UNAUTHORIZED -> "fix the key, its permissions or the instance";
      case ENDPOINT_REFUSED -> "fix --rest-endpoint or the proxy";
      case RATE_LIMITED -> "forward again later, with a lower --rate or a --reserve";
      case UNREACHABLE -> "check network, DNS and TLS; forward again";
      case STORE_UNAVAILABLE -> "fix the store of --store; forward again";
      case DEADLINE -> "forward again; with a longer --deadline if Braze is slow";
      case CANCELLED, CLOSED -> "forward again, if it is still wanted";
      case SUPERSEDED -> "nothing; a newer update was already forwarded";
    };
  }
}
