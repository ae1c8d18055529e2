package io.github.brazeaudience.testing.internal;

import java.util.Set;

/** Members of an attributes object that are not custom attributes. */
final class ReservedAttributes {
  /** Identifiers and options, which cost no data point. */
  static final Set<String> CONTROL =
      Set.of(
          "external_id",
          "user_alias",
          "braze_id",
          "alias_name",
          "alias_label",
          "_update_existing_only",
          "_merge_objects",
          "push_token_import",
          "push_tokens");

  /** Subscription states, which are stored as standard attributes and cost no data point. */
  static final Set<String> SUBSCRIPTION =
      Set.of("email_subscribe", "push_subscribe", "subscription_groups");

  private static final Set<String> STANDARD =
      Set.of(
          "email",
          "phone",
          "first_name",
          "last_name",
          "gender",
          "dob",
          "country",
          "language",
          "home_city",
          "time_zone",
          "current_location",
          "date_of_first_session",
          "date_of_last_session",
          "email_open_tracking_disabled",
          "email_click_tracking_disabled",
          "marked_email_as_spam_at",
          "facebook",
          "twitter",
          "image_url",
          "bio");

  private ReservedAttributes() {}

  static boolean isStandard(String name) {
    return STANDARD.contains(name) || SUBSCRIPTION.contains(name);
  }
}
