package io.github.brazeaudience.config;

import io.github.brazeaudience.internal.Text;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of the custom attributes that memberships are written to. The defaults are mParticle's;
 * other names let two configurations write to one workspace without overwriting each other. Names
 * are checked here: not blank, no leading {@code $}, none that Braze reserves, Unicode text, within
 * Braze's limits. Immutable.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/custom_attributes">Braze:
 *     custom attributes</a>
 */
public final class AttributeNames {
  /** The default name of the string attribute. */
  public static final String SINGLE = "SegmentMembership";

  /** The default name of the array attribute. */
  public static final String ARRAY = "SegmentMembershipArray";

  /** The default prefix of attributes per segment. */
  public static final String PER_SEGMENT_PREFIX = "In ";

  /** The longest name of a custom attribute, in Unicode code points. */
  public static final int MAX_NAME_CODE_POINTS = 255;

  /** The longest name of a custom attribute, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 479;

  /** mParticle's names. */
  static final AttributeNames DEFAULT = new AttributeNames(SINGLE, ARRAY, PER_SEGMENT_PREFIX);

  private static final Set<String> RESERVED =
      Set.of(
          "_update_existing_only",
          "alias_label",
          "alias_name",
          "bio",
          "braze_id",
          "country",
          "current_location",
          "date_of_first_session",
          "date_of_last_session",
          "dob",
          "email",
          "email_click_tracking_disabled",
          "email_open_tracking_disabled",
          "email_subscribe",
          "email_subscription_info",
          "external_id",
          "facebook",
          "first_name",
          "gender",
          "home_city",
          "image_url",
          "language",
          "last_name",
          "marked_email_as_spam_at",
          "phone",
          "push_subscribe",
          "push_token_import",
          "push_tokens",
          "subscription_groups",
          "time_zone",
          "twitter",
          "user_alias");

  private final String single;
  private final String array;
  private final String perSegmentPrefix;

  private AttributeNames(String single, String array, String perSegmentPrefix) {
    this.single = single;
    this.array = array;
    this.perSegmentPrefix = perSegmentPrefix;
  }

  AttributeNames withSingle(String name) {
    return new AttributeNames(checked("singleAttributeName", name), array, perSegmentPrefix);
  }

  AttributeNames withArray(String name) {
    return new AttributeNames(single, checked("arrayAttributeName", name), perSegmentPrefix);
  }

  AttributeNames withPerSegmentPrefix(String prefix) {
    checked("perSegmentPrefix", prefix);
    return new AttributeNames(single, array, prefix);
  }

  /** {@return the name of the string attribute, by default {@value #SINGLE}} */
  public String single() {
    return single;
  }

  /** {@return the name of the array attribute, by default {@value #ARRAY}} */
  public String array() {
    return array;
  }

  /**
   * {@return the prefix of the names of attributes per segment, by default {@value
   * #PER_SEGMENT_PREFIX} including its space}
   */
  public String perSegmentPrefix() {
    return perSegmentPrefix;
  }

  /**
   * Returns the name of the attribute of one audience: prefix and External Name, stripped at both
   * ends, as Braze does.
   *
   * @param externalName the External Name of the audience
   */
  public String perSegment(String externalName) {
    return (perSegmentPrefix + externalName).strip();
  }

  /**
   * Returns true if Braze reserves the name, such as {@code email}, so no custom attribute can have
   * it.
   */
  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }

  private static String checked(String setting, String name) {
    String stripped = name.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException(
          "`%s` must not be blank; leave it out for the default".formatted(setting));
    }
    if (stripped.startsWith("$")) {
      throw new IllegalArgumentException(
          "`%s` must not begin with $, which Braze uses for operators, but was \"%s\""
              .formatted(setting, name));
    }
    if (isReserved(stripped)) {
      throw new IllegalArgumentException(
          "`%s` must not be a name that Braze reserves, but was \"%s\"; for example use \"%s %s\""
              .formatted(setting, name, "audience", stripped));
    }
    Text.requireWellFormed("`%s`".formatted(setting), stripped);
    int codePoints = Text.codePoints(stripped);
    int bytes = Text.utf8Length(stripped);
    if (codePoints > MAX_NAME_CODE_POINTS || bytes > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "`%s` must have at most %s characters and %s bytes, but has %s and %s"
              .formatted(setting, MAX_NAME_CODE_POINTS, MAX_NAME_BYTES, codePoints, bytes));
    }
    return stripped;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributeNames that
        && single.equals(that.single)
        && array.equals(that.array)
        && perSegmentPrefix.equals(that.perSegmentPrefix);
  }

  @Override
  public int hashCode() {
    return Objects.hash(single, array, perSegmentPrefix);
  }

  @Override
  public String toString() {
    return "AttributeNames[single=%s, array=%s, perSegmentPrefix=%s]"
        .formatted(single, array, perSegmentPrefix);
  }
}
