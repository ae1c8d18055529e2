package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.outcome.Reason;

/** Explanation of a reason for the operator of a receiver, with what to do. */
final class ReasonAdvice {
  private ReasonAdvice() {}

  static String of(Reason reason) {
    return switch (reason) {
      case MALFORMED_INPUT -> "a profile of the message could not be read; report it to mParticle";
      case INVALID_AUDIENCE ->
          "an audience has no id or no name; give it an External Name in mParticle";
      case NO_IDENTIFIER ->
          "the user has none of the configured identities; check --external-identity-type";
      case IDENTIFIER_TOO_LONG -> "the identity is longer than Braze allows; check its type";
      case VALUE_TOO_LONG ->
          "the user is in too many audiences for the string attribute; use an array or one attribute per"
              + " segment";
      case NAME_TOO_LONG -> "the External Name is too long; shorten it in mParticle";
      case NAME_CONFLICT ->
          "two audiences have the same attribute name; rename one of them in mParticle";
      case TOO_MANY_ELEMENTS ->
          "the user is in too many audiences for the array; raise its maximum in Braze and"
              + " --array-max-length";
      case OBJECT_TOO_LARGE -> "the user's attributes exceed the size of a request";
      case NEEDS_FULL_MEMBERSHIP ->
          "the user is not in the store; set --unknown-users, or load the store with the command forward";
      case NAMED_BY_BRAZE -> "Braze refused this user's data; see the message";
      case REQUEST_REFUSED -> "Braze refused the request; see the message";
      case NO_ANSWER -> "the response of Braze was lost; the updates are sent again";
      case UNREADABLE_ANSWER -> "the response was not Braze's; check a proxy in between";
      case UNATTRIBUTED_ERROR ->
          "Braze reported an error without a user; the updates are sent again";
      case SERVER_ERROR -> "Braze had an error; the updates are sent again";
      case UNAUTHORIZED ->
          "Braze refused the key; check the key, its permission users.track, and the instance";
      case ENDPOINT_REFUSED -> "the endpoint is not Braze's; check --instance or --rest-endpoint";
      case RATE_LIMITED -> "the rate limit of Braze is reached; the updates are sent later";
      case UNREACHABLE ->
          "Braze could not be reached; check the network, the proxy and the instance";
      case STORE_UNAVAILABLE -> "the membership store failed; check its disk or database";
      case DEADLINE, CANCELLED, CLOSED -> "the update was not sent in time, and is sent again";
      case SUPERSEDED -> "a later update was forwarded before; nothing is lost";
    };
  }
}
