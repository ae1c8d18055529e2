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
  /** A custom identity. */
  OTHER("otheruserid"),
  /** A custom identity. */
  OTHER_2("otherid2", "otheruserid2"),
  /** A custom identity. */
  OTHER_3("otherid3", "otheruserid3"),
  /** A custom identity. */
  OTHER_4("otherid4", "otheruserid4"),
  /** A custom identity. */
  OTHER_5("otherid5", "otheruserid5"),
  /** A custom identity. */
  OTHER_6("otherid6", "otheruserid6"),
  /** A custom identity. */
  OTHER_7("otherid7", "otheruserid7"),
  /** A custom identity. */
  OTHER_8("otherid8", "otheruserid8"),
  /** A custom identity. */
  OTHER_9("otherid9", "otheruserid9"),
  /** A custom identity. */
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
   * mParticle's id, a signed 64-bit number. As the external id, it turns anonymous users into
   * identified users in Braze.
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

  private static final Spellings<IdentityType> SPELLINGS =
      Spellings.of(values(), type -> type.spellings);

  private final List<String> spellings;

  IdentityType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /**
   * Returns the type with a name in any of mParticle's spellings ({@code customer}, {@code
   * customer_id}, {@code customerid}, {@code other_id_2}, {@code Other2}, ...), ignoring case;
   * empty if there is none.
   */
  public static Optional<IdentityType> find(String text) {
    return SPELLINGS.find(text);
  }

  /**
   * Parses a type like {@link #find}.
   *
   * @throws IllegalArgumentException if the text names no type
   */
  public static IdentityType parse(String text) {
    return SPELLINGS.parse("identity type", text);
  }
}
