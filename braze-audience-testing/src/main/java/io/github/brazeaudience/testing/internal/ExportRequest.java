package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parsed request for an export.
 *
 * @param identifiers the requested profiles, in the order of the request
 * @param fields the requested fields of each profile
 */
record ExportRequest(List<Identifier> identifiers, Set<String> fields) {
  static final String NO_IDENTIFIER =
      "One of 'external_ids', 'user_aliases', 'device_id', 'braze_id', 'email_address' or 'phone' must be provided";
  static final String TOO_MANY =
      "The max number of external_ids and aliases per request was exceeded";
  static final String NO_FIELDS =
      "'fields_to_export' must be provided as an array of strings with at least one field";

  /** Maximum number of external ids and aliases in a request. */
  private static final int MAX_LISTED = 50;

  /** Fields that make a request ineligible for the faster limit. */
  private static final Set<String> SLOW_FIELDS = Set.of("campaigns_received", "canvases_received");

  private static final Map<String, Identifier.Kind> SINGLE =
      Map.of(
          "braze_id", Identifier.Kind.BRAZE_ID,
          "email_address", Identifier.Kind.EMAIL,
          "phone", Identifier.Kind.PHONE,
          "device_id", Identifier.Kind.DEVICE_ID);

  /**
   * Parses the members of a request.
   *
   * @throws BadRequest if the request is invalid
   */
  static ExportRequest of(Map<?, ?> members) throws BadRequest {
    List<Identifier> identifiers = new ArrayList<>();
    for (Object id : list(members, "external_ids")) {
      identifiers.add(new Identifier(Identifier.Kind.EXTERNAL_ID, text("external_ids", id), null));
    }
    for (Object alias : list(members, "user_aliases")) {
      identifiers.add(alias(alias));
    }
    int listed = identifiers.size();
    for (Map.Entry<String, Identifier.Kind> single : SINGLE.entrySet()) {
      Object value = members.get(single.getKey());
      if (value != null) {
        identifiers.add(new Identifier(single.getValue(), text(single.getKey(), value), null));
      }
    }
    if (identifiers.isEmpty()) {
      throw new BadRequest(NO_IDENTIFIER);
    }
    if (listed > MAX_LISTED) {
      throw new BadRequest(TOO_MANY);
    }
    if (identifiers.size() - listed > 1) {
      throw new BadRequest(
          "Only one of 'braze_id', 'device_id', 'email_address' and 'phone' can be provided");
    }
    return new ExportRequest(List.copyOf(identifiers), fields(members));
  }

  /** {@return true if the request is eligible for the faster limit} */
  boolean isFast() {
    return SLOW_FIELDS.stream().noneMatch(fields::contains);
  }

  private static Set<String> fields(Map<?, ?> members) throws BadRequest {
    List<?> fields = list(members, "fields_to_export");
    if (fields.isEmpty()) {
      throw new BadRequest(NO_FIELDS);
    }
    for (Object field : fields) {
      if (!ExportedProfile.FIELDS.contains(text("fields_to_export", field))) {
        throw new BadRequest("'fields_to_export' contains an unknown field");
      }
    }
    return Set.copyOf(fields.stream().map(String.class::cast).toList());
  }

  private static List<?> list(Map<?, ?> members, String name) throws BadRequest {
    Object value = members.get(name);
    if (value != null && !(value instanceof List)) {
      throw new BadRequest("'%s' must be an array".formatted(name));
    }
    return value instanceof List<?> list ? list : List.of();
  }

  private static String text(String name, @Nullable Object value) throws BadRequest {
    if (value instanceof String text) {
      return text;
    }
    throw new BadRequest("'%s' must contain strings".formatted(name));
  }

  private static Identifier alias(@Nullable Object value) throws BadRequest {
    if (value instanceof Map<?, ?> alias
        && alias.get("alias_label") instanceof String label
        && alias.get("alias_name") instanceof String name) {
      return new Identifier(Identifier.Kind.ALIAS, "", ProfileAlias.of(label, name));
    }
    throw new BadRequest("'user_aliases' must contain objects with 'alias_name' and 'alias_label'");
  }

  /** {@return the text by which a response names an unknown identifier} */
  static String text(Identifier identifier) {
    return identifier.kind() == Identifier.Kind.ALIAS
        ? Objects.requireNonNull(identifier.alias(), "an alias").name()
        : identifier.value();
  }
}
