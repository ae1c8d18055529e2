package io.github.brazeaudience.config;

import java.util.List;
import java.util.Optional;

/**
 * mParticle's user identity types, for the settings "External Identity Type" and "Email Identity
 * Type" and for the identities of a profile.
 *
 * @see <a href="https://docs.mparticle.com/developers/server/json-reference/">mParticle: JSON
 *     reference</a>
 */
public enum IdentityType {
  /** The customer id, the default for Braze's external id. */
  CUSTOMER_ID("customer"),
  /** The email address. */
  EMAIL,
  /** An identity of the company's own choice. */
  OTHER("otheruserid"),
  /** A further identity of the company's own choice. */
  OTHER_2("otherid2", "otheruserid2"),
  /** A further identity of the company's own choice. */
  OTHER_3("otherid3", "otheruserid3"),
  /** A further identity of the company's own choice. */
  OTHER_4("otherid4", "otheruserid4"),
  /** A further identity of the company's own choice. */
  OTHER_5("otherid5", "otheruserid5"),
  /** A further identity of the company's own choice. */
  OTHER_6("otherid6", "otheruserid6"),
  /** A further identity of the company's own choice. */
  OTHER_7("otherid7", "otheruserid7"),
  /** A further identity of the company's own choice. */
  OTHER_8("otherid8", "otheruserid8"),
  /** A further identity of the company's own choice. */
  OTHER_9("otherid9", "otheruserid9"),
  /** A further identity of the company's own choice. */
  OTHER_10("otherid10", "otheruserid10"),
  /** The id at Facebook. */
  FACEBOOK("facebookid"),
  /** The id at Twitter. */
  TWITTER("twitterid"),
  /** The id at Google. */
  GOOGLE("googleid", "googleuserid"),
  /** The id at Microsoft. */
  MICROSOFT("microsoftid"),
  /** The id at Yahoo. */
  YAHOO("yahooid"),
  /** An alias of the user. */
  ALIAS,
  /**
   * mParticle's own id, a signed number of 64 bits; it makes anonymous users identified ones in
   * Braze.
   */
  MPID("mParticle ID"),
  /** The id in a Facebook custom audience. */
  FACEBOOK_CUSTOM_AUDIENCE_ID,
  /** The mobile number. */
  MOBILE_NUMBER,
  /** The second phone number. */
  PHONE_NUMBER_2,
  /** The third phone number. */
  PHONE_NUMBER_3;

  private static final Labels<IdentityType> LABELS = Labels.of(values(), type -> type.spellings);

  private final List<String> spellings;

  IdentityType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /**
   * The type with this name in any of mParticle's spellings ({@code customer}, {@code customer_id},
   * {@code customerid}, {@code other_id_2}, {@code Other2}, ...), in any case.
   *
   * @param text the spelling
   * @return the type, empty if there is none
   */
  public static Optional<IdentityType> find(String text) {
    return LABELS.find(text);
  }

  /**
   * As {@link #find}, for a setting.
   *
   * @param text the spelling
   * @return the type
   * @throws IllegalArgumentException if no type is spelled so
   */
  public static IdentityType parse(String text) {
    return find(text).orElseThrow(() -> Labels.unknown("identity type", text, values()));
  }
}
