package io.github.brazeaudience.testing.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validates attributes objects. Errors are Braze's documented codes, or a sentence where Braze
 * documents none.
 */
public final class ObjectChecks {
  public static final String NO_IDENTIFIER =
      "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required";
  public static final String SEVERAL_IDENTIFIERS =
      "only one of 'external_id', 'user_alias' or 'braze_id' is allowed";
  public static final String BAD_ALIAS =
      "'user_alias' must have an 'alias_name' and an 'alias_label' of 1 to 236 bytes";
  public static final int LONGEST_EXTERNAL_ID = 987;
  public static final int LONGEST_ALIAS_PART = 236;

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final Set<String> SUBSCRIPTION_STATES =
      Set.of("subscribed", "unsubscribed", "opted_in");
  private static final List<String> STRINGS =
      List.of("external_id", "braze_id", "phone", "first_name", "last_name", "country", "language");

  private final Set<String> blockedUsers;
  private final PushTokenRules pushTokens;

  ObjectChecks(Set<String> blockedUsers, PushTokenRules pushTokens) {
    this.blockedUsers = blockedUsers;
    this.pushTokens = pushTokens;
  }

  /**
   * {@return the error type to report for an element of {@code attributes}, or empty if it is
   * valid}
   */
  Optional<String> error(@Nullable Object element) {
    if (!(element instanceof Map<?, ?>)) {
      return Optional.of("'attributes' must be an array of objects");
    }
    @SuppressWarnings("unchecked") // the JSON reader creates no other maps
    Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) element;
    return types(object)
        .or(() -> identity(object))
        .or(() -> standardAttributes(object))
        .or(() -> pushTokens.error(object));
  }

  private static Optional<String> types(Map<String, @Nullable Object> object) {
    for (String name : STRINGS) {
      Object value = object.get(name);
      if (value != null && !(value instanceof String)) {
        return Optional.of("'" + name + "' is not valid");
      }
    }
    for (String name : List.of("_update_existing_only", "push_token_import")) {
      if (object.containsKey(name) && !(object.get(name) instanceof Boolean)) {
        return Optional.of("'" + name + "' is not valid");
      }
    }
    return Optional.empty();
  }

  private Optional<String> identity(Map<String, @Nullable Object> object) {
    if (Identifier.PRIMARY.stream().filter(name -> object.get(name) != null).count() > 1) {
      return Optional.of(SEVERAL_IDENTIFIERS);
    }
    if (object.get("user_alias") != null && !isAlias(object.get("user_alias"))) {
      return Optional.of(BAD_ALIAS);
    }
    if (object.get("external_id") instanceof String id) {
      if (Text.utf8Length(id) > LONGEST_EXTERNAL_ID) {
        return Optional.of("EXTERNAL_USER_ID_TOO_LARGE");
      }
      if (blockedUsers.contains(id)) {
        return Optional.of("BLACKLISTED_EXTERNAL_USER_ID");
      }
    }
    boolean onlyTokens = Boolean.TRUE.equals(object.get("push_token_import"));
    return onlyTokens || hasIdentifier(object) ? Optional.empty() : Optional.of(NO_IDENTIFIER);
  }

  /** An email address counts even if it is malformed, which is checked later. */
  private static boolean hasIdentifier(Map<String, @Nullable Object> object) {
    return Identifier.of(object).isPresent() || object.get("email") != null;
  }

  private static boolean isAlias(@Nullable Object value) {
    return value instanceof Map<?, ?> alias
        && isAliasPart(alias.get("alias_name"))
        && isAliasPart(alias.get("alias_label"));
  }

  private static boolean isAliasPart(@Nullable Object value) {
    return value instanceof String part
        && !part.isEmpty()
        && Text.utf8Length(part) <= LONGEST_ALIAS_PART;
  }

  private static Optional<String> standardAttributes(Map<String, @Nullable Object> object) {
    Object email = object.get("email");
    if (email != null && !(email instanceof String text && EMAIL.matcher(text).matches())) {
      return Optional.of("EMAIL_BAD_FORMAT");
    }
    if (isInvalidState(object.get("email_subscribe"))) {
      return Optional.of("BAD_EMAIL_SUBSCRIPTION_STATE");
    }
    if (isInvalidState(object.get("push_subscribe"))) {
      return Optional.of("BAD_PUSH_SUBSCRIPTION_STATE");
    }
    if (object.containsKey("email_subscription_info")) {
      return Optional.of("INVALID_ATTRIBUTE_EMAIL_SUBSCRIPTION_INFO");
    }
    Object groups = object.get("subscription_groups");
    return groups == null || groups instanceof List
        ? Optional.empty()
        : Optional.of("BAD_SUBSCRIPTION_GROUP_ARRAY");
  }

  private static boolean isInvalidState(@Nullable Object value) {
    return value != null && !(value instanceof String state && SUBSCRIPTION_STATES.contains(state));
  }
}
