package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import io.github.brazeaudience.testing.ProfilePushToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Converts a profile to the response of an export: the requested fields that are not empty. */
final class ExportedProfile {
  /** Fields that can be requested. Fields that the workspace does not store are always empty. */
  static final List<String> FIELDS =
      List.of(
          "apps",
          "attributed_campaign",
          "attributed_source",
          "attributed_adgroup",
          "attributed_ad",
          "push_subscribe",
          "email_subscribe",
          "braze_id",
          "campaigns_received",
          "canvases_received",
          "cards_clicked",
          "country",
          "created_at",
          "custom_attributes",
          "custom_events",
          "devices",
          "dob",
          "email",
          "external_id",
          "first_name",
          "gender",
          "home_city",
          "language",
          "last_coordinates",
          "last_name",
          "phone",
          "purchases",
          "push_tokens",
          "random_bucket",
          "time_zone",
          "total_revenue",
          "uninstalled_at",
          "user_aliases");

  private ExportedProfile() {}

  static Map<String, Object> of(ProfileData profile, Set<String> fields) {
    Map<String, Object> all = new LinkedHashMap<>();
    put(all, "external_id", profile.externalId());
    if (!profile.aliases().isEmpty()) {
      all.put("user_aliases", profile.aliases().stream().map(ExportedProfile::alias).toList());
    }
    put(all, "braze_id", profile.brazeId());
    for (String field : FIELDS) {
      put(all, field, profile.standardAttribute(field));
    }
    if (!profile.attributes().isEmpty()) {
      all.put("custom_attributes", profile.attributes());
    }
    if (!profile.deviceIds().isEmpty()) {
      all.put("devices", profile.deviceIds().stream().map(id -> Map.of("device_id", id)).toList());
    }
    if (!profile.pushTokens().isEmpty()) {
      all.put("push_tokens", profile.pushTokens().stream().map(ExportedProfile::token).toList());
    }
    all.keySet().retainAll(fields);
    return all;
  }

  private static void put(Map<String, Object> members, String name, Optional<?> value) {
    value.ifPresent(present -> members.put(name, present));
  }

  private static Map<String, Object> alias(ProfileAlias alias) {
    return Map.of("alias_name", alias.name(), "alias_label", alias.label());
  }

  /**
   * The app is exported as its identifier, because the workspace has neither its name nor its
   * platform.
   */
  private static Map<String, Object> token(ProfilePushToken token) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("app", token.appId());
    members.put("token", token.token());
    members.put("device_id", token.deviceId());
    members.put("notifications_enabled", true);
    return members;
  }
}
