package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Identifier of the user in an attributes object or an export request. */
record Identifier(Kind kind, String value, @Nullable ProfileAlias alias) {
  static final List<String> PRIMARY = List.of("external_id", "user_alias", "braze_id");

  enum Kind {
    EXTERNAL_ID,
    ALIAS,
    BRAZE_ID,
    EMAIL,
    PHONE,
    /** Device of the user or of a push token, in exports only. */
    DEVICE_ID
  }

  /**
   * Returns the identifier of a validated object: a primary identifier, otherwise the email
   * address, otherwise the phone number. Email address and phone number are attributes if the
   * object has a primary identifier.
   */
  static Optional<Identifier> of(Map<?, ?> object) {
    if (object.get("external_id") instanceof String id && !id.isEmpty()) {
      return Optional.of(new Identifier(Kind.EXTERNAL_ID, id, null));
    }
    if (object.get("user_alias") instanceof Map<?, ?> alias
        && alias.get("alias_label") instanceof String label
        && alias.get("alias_name") instanceof String name) {
      return Optional.of(new Identifier(Kind.ALIAS, "", ProfileAlias.of(label, name)));
    }
    if (object.get("braze_id") instanceof String id && !id.isEmpty()) {
      return Optional.of(new Identifier(Kind.BRAZE_ID, id, null));
    }
    if (object.get("email") instanceof String email && !email.isEmpty()) {
      return Optional.of(new Identifier(Kind.EMAIL, email, null));
    }
    if (object.get("phone") instanceof String phone && !phone.isEmpty()) {
      return Optional.of(new Identifier(Kind.PHONE, phone, null));
    }
    return Optional.empty();
  }

  /** {@return the member of the identifier, which is not an attribute} */
  String member() {
    return switch (kind) {
      case EXTERNAL_ID -> "external_id";
      case ALIAS -> "user_alias";
      case BRAZE_ID -> "braze_id";
      case EMAIL -> "email";
      case PHONE -> "phone";
      case DEVICE_ID -> "device_id";
    };
  }
}
