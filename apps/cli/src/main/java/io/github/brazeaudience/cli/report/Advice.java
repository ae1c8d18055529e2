package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.Reason;

/** What to do about the outcomes of a reason, with names of members and options in backticks. */
final class Advice {
  private static final String WHOLE_INPUT =
      ". Another mode changes the attributes of all users, so change the segments in Braze too. Do"
          + " not leave audiences out of `member_of`, because that states that the user has left them";

  private Advice() {}

  static String of(Reason reason) {
    return switch (reason) {
      case MALFORMED_INPUT, INVALID_AUDIENCE -> "correct each line as its message says";
      case NO_IDENTIFIER ->
          "write one of the identities that the message names, or leave the user out; if all users"
              + " have another identity, forward the whole input with another"
              + " `--external-identity-type`";
      case IDENTIFIER_TOO_LONG -> "check the id at its source; if it is right, leave the user out";
      case VALUE_TOO_LONG ->
          "leave the user out, or forward the whole input with a `--send-segments-as` without the"
              + " string attribute: `ARRAY_ATTRIBUTE`, or `ARRAY_AND_PER_SEGMENT` to keep attributes"
              + " per segment"
              + WHOLE_INPUT;
      case TOO_MANY_ELEMENTS ->
          "leave the user out, or forward the whole input with a `--send-segments-as` without the"
              + " array attribute, such as `ONE_ATTRIBUTE_PER_SEGMENT`"
              + WHOLE_INPUT;
      case NAME_TOO_LONG -> "shorten the name of the audience at its source";
      case NAME_CONFLICT ->
          "rename one of the audiences at its source, or remove it if it is a duplicate";
      case OBJECT_TOO_LARGE ->
          "spread the audiences of the user over several lines with `entered` and `left`";
      case NEEDS_FULL_MEMBERSHIP ->
          "write all audiences of the user in `member_of`, because those that are not in it count"
              + " as left; or record users with `--store`, and see `--unknown-users`; or forward the"
              + " whole input with a `--send-segments-as` without the string attribute, such as"
              + " `ARRAY_ATTRIBUTE`";
      case NAMED_BY_BRAZE, REQUEST_REFUSED -> "read Braze's text in the message";
      case NO_ANSWER, SERVER_ERROR, UNREADABLE_ANSWER, UNATTRIBUTED_ERROR -> "forward again, later";
      case UNAUTHORIZED -> "fix the key, its permissions or the instance";
      case ENDPOINT_REFUSED -> "fix `--rest-endpoint` or the proxy";
      case RATE_LIMITED -> "forward again later, with a lower `--rate` or a `--reserve`";
      case UNREACHABLE -> "check network, DNS and TLS; forward again";
      case STORE_UNAVAILABLE -> "fix the store of `--store`; forward again";
      case DEADLINE -> "forward again; with a longer `--deadline` if Braze is slow";
      case CANCELLED, CLOSED -> "forward again, if it is still wanted";
      case SUPERSEDED -> "nothing; a newer update was already forwarded";
    };
  }
}
