package io.github.brazeaudience.spring;

import org.jspecify.annotations.Nullable;

/**
 * Properties that are missing, not valid, or contradict each other, with what to do. Contains
 * neither the key nor a cause that contains it.
 */
final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String property;
  private final String action;

  InvalidSettingException(
      String property, String problem, String action, @Nullable Throwable cause) {
    super(problem, cause);
    this.property = property;
    this.action = action;
  }

  static InvalidSettingException missing(String name, String action) {
    String property = BrazeAudienceProperties.PREFIX + "." + name;
    return new InvalidSettingException(
        property, "The property '%s' is not set.".formatted(property), action, null);
  }

  static InvalidSettingException invalid(
      String name, Object value, IllegalArgumentException cause) {
    String property = BrazeAudienceProperties.PREFIX + "." + name;
    return new InvalidSettingException(
        property,
        "The property '%s' has the value '%s', which is not valid: %s"
            .formatted(property, value, cause.getMessage()),
        "Change the value of '%s'.".formatted(property),
        cause);
  }

  /** {@return the full name of the property, or the prefix if several contradict each other} */
  String property() {
    return property;
  }

  /** {@return what to do} */
  String action() {
    return action;
  }
}
