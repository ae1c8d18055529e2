package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.internal.payload.UserAttributesAccess;
import io.github.brazeaudience.outcome.IdentifierKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Content of one attributes object: what to write for one user. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/objects_filters/user_attributes_object">Braze: user
 *     attributes object</a>
 */
public final class UserAttributes implements PayloadResult {
  static {
    UserAttributesAccess.install(new Access());
  }

  private final UserIdentifier identifier;
  private final AttributesContent content;

  UserAttributes(UserIdentifier identifier, AttributesContent content) {
    this.identifier = identifier;
    this.content = content;
  }

  private static final class Access extends UserAttributesAccess {
    @Override
    public AttributesContent content(UserAttributes attributes) {
      return attributes.content;
    }

    @Override
    public UserAttributes withContent(UserAttributes user, AttributesContent content) {
      return new UserAttributes(user.identifier, content);
    }
  }

  /** {@return the identifier of the profile} */
  public UserIdentifier identifier() {
    return identifier;
  }

  /**
   * Returns the same attributes for the profile that was found by the device ids. The email is left
   * out if it is the identifier.
   */
  UserAttributes withIdentifier(UserIdentifier found) {
    AttributesContent kept =
        found.kind() == IdentifierKind.EMAIL
            ? content.withStatements(null, pushTokens(), fullSet(), entered(), left(), flags())
            : content;
    return new UserAttributes(found, kept);
  }

  /** {@return the forms of the configuration in which the membership is written} */
  public SendSegmentsAs forms() {
    return content.forms();
  }

  /** {@return the email to set on the profile, null to leave it unchanged} */
  public @Nullable String email() {
    return content.email();
  }

  /** {@return the push tokens to set on the profile, at most one per platform; immutable} */
  public List<PushToken> pushTokens() {
    return content.pushTokens();
  }

  /**
   * {@return the ids of all audiences of the user in writing order, null if only a change is known}
   */
  public @Nullable Set<Long> fullSet() {
    return content.fullSet();
  }

  /** {@return the ids of the audiences that the user entered; empty with a full set} */
  public Set<Long> entered() {
    return content.entered();
  }

  /** {@return the ids of the audiences that the user left; empty with a full set} */
  public Set<Long> left() {
    return content.left();
  }

  /** {@return the attributes per segment by name, in the order in which they are written} */
  public Map<String, SegmentFlag> flags() {
    return content.flags();
  }

  /** The ids to write to the string attribute, null to leave it unchanged. */
  @Nullable Set<Long> stringSet() {
    return content.stringSet();
  }

  /** The ids to write to the whole array attribute, null to change or keep its elements. */
  @Nullable Set<Long> arraySet() {
    return content.arraySet();
  }

  /** The number of array elements on the profile after the write, as far as they are known. */
  int arrayElements() {
    Set<Long> set = arraySet();
    return set != null ? set.size() : content.other().keptElements() + entered().size();
  }

  /**
   * {@return true if the string attribute has to be written but only a change is known, so this
   * cannot be encoded}
   */
  public boolean needsFullMembership() {
    return forms().single() && fullSet() == null && !(entered().isEmpty() && left().isEmpty());
  }

  /** {@return true if there is nothing to write besides the identifier} */
  public boolean isEmpty() {
    return pushTokens().isEmpty() && dataPoints() == 0;
  }

  /** {@return true if push tokens are to be written} */
  public boolean hasPushTokens() {
    return !pushTokens().isEmpty();
  }

  /** Returns the same attributes without the push tokens. */
  public UserAttributes withoutPushTokens() {
    return new UserAttributes(identifier, content.withPushTokens(List.of()));
  }

  /**
   * Returns the number of data points that older contracts charge: 1 for each attribute, for each
   * element of an add or remove, and for an email.
   *
   * @see <a href="https://www.braze.com/docs/user_guide/data/data_points">Braze: data points</a>
   */
  public int dataPoints() {
    int points = flags().size() + (email() == null ? 0 : 1);
    points += (stringSet() == null ? 0 : 1) + (arraySet() == null ? 0 : 1);
    if (fullSet() == null && forms().array()) {
      points += entered().size() + left().size();
    }
    return points;
  }

  /**
   * Merges two writes into one with the same effect on the profile as both in order. The later
   * value of an attribute wins, a change is applied to a known full set, changes are combined, and
   * an absent value changes nothing.
   *
   * @param later for the same user and mode
   */
  public UserAttributes then(UserAttributes later) {
    Map<String, SegmentFlag> bothFlags = new LinkedHashMap<>(flags());
    bothFlags.putAll(later.flags());
    Set<Long> fullSet = fullSet();
    Set<Long> bothSet = later.fullSet();
    if (bothSet == null && fullSet != null) {
      bothSet = composed(fullSet, later.left(), later.entered());
    }
    return new UserAttributes(
        identifier,
        AttributesContent.of(
            forms(),
            later.email() != null ? later.email() : email(),
            PushTokenRules.lastOfEachPlatform(pushTokens(), later.pushTokens()),
            bothSet,
            bothSet != null ? Set.of() : composed(entered(), later.left(), later.entered()),
            bothSet != null ? Set.of() : composed(left(), later.entered(), later.left()),
            bothFlags));
  }

  private static Set<Long> composed(Set<Long> base, Set<Long> without, Set<Long> with) {
    Set<Long> result = new LinkedHashSet<>(base);
    result.removeAll(without);
    result.addAll(with);
    return result;
  }

  /**
   * Returns an upper bound for the encoded size of the object in bytes, usually far above the real
   * size, without the app ids of push tokens. Only objects above the limit by this bound have to be
   * encoded to be measured.
   */
  public long maxEncodedBytes() {
    String email = email();
    long chars = (long) identifier.value().length() + (email == null ? 0 : email.length());
    if (!flags().isEmpty()) {
      for (String name : flags().keySet()) {
        chars += name.length() + PayloadEncoder.MEMBER_OVERHEAD;
      }
    }
    if (hasPushTokens()) {
      for (PushToken token : pushTokens()) {
        chars += token.token().length() + token.deviceId().orElse("").length();
        chars += 2 * PayloadEncoder.MEMBER_OVERHEAD;
      }
    }
    long ids = (long) size(stringSet()) + size(arraySet()) + entered().size() + left().size();
    return PayloadEncoder.OBJECT_OVERHEAD
        + chars * PayloadEncoder.MAX_BYTES_PER_CHAR
        + ids * PayloadEncoder.MAX_BYTES_PER_ID;
  }

  private static int size(@Nullable Set<Long> ids) {
    return ids == null ? 0 : ids.size();
  }

  /** Contains the kind of the identifier and sizes only. */
  @Override
  public String toString() {
    return "UserAttributes[%s, dataPoints=%s, pushTokens=%s]"
        .formatted(identifier, dataPoints(), pushTokens().size());
  }
}
