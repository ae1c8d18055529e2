package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written for one user: the content of one attributes object. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/objects_filters/user_attributes_object">Braze: user
 *     attributes object</a>
 */
public final class UserAttributes implements PayloadResult {
  private final SendSegmentsAs forms;
  private final UserIdentifier identifier;
  private final @Nullable String email;
  private final List<PushToken> pushTokens;
  private final @Nullable Set<Long> fullSet;
  private final Set<Long> entered;
  private final Set<Long> left;
  private final Map<String, SegmentFlag> flags;
  private final Map<Long, @Nullable String> newNames;
  private final OtherForms others;

  /** Sets for forms of the membership that the mode does not write, null for none. */
  private record OtherForms(@Nullable Set<Long> string, @Nullable Set<Long> array) {
    static final OtherForms NONE = new OtherForms(null, null);
  }

  UserAttributes(
      SendSegmentsAs forms,
      UserIdentifier identifier,
      @Nullable String email,
      List<PushToken> pushTokens,
      @Nullable Set<Long> fullSet,
      Set<Long> entered,
      Set<Long> left,
      Map<String, SegmentFlag> flags,
      Map<Long, @Nullable String> newNames) {
    this(
        forms,
        identifier,
        email,
        pushTokens,
        fullSet,
        entered,
        left,
        flags,
        newNames,
        OtherForms.NONE);
  }

  private UserAttributes(
      SendSegmentsAs forms,
      UserIdentifier identifier,
      @Nullable String email,
      List<PushToken> pushTokens,
      @Nullable Set<Long> fullSet,
      Set<Long> entered,
      Set<Long> left,
      Map<String, SegmentFlag> flags,
      Map<Long, @Nullable String> newNames,
      OtherForms others) {
    this.forms = forms;
    this.identifier = identifier;
    this.email = email;
    this.pushTokens = pushTokens;
    this.fullSet = fullSet;
    this.entered = entered;
    this.left = left;
    this.flags = flags;
    this.newNames = newNames;
    this.others = others;
  }

  /**
   * By what Braze is to find the profile.
   *
   * @return the identifier
   */
  public UserIdentifier identifier() {
    return identifier;
  }

  /**
   * The forms in which the membership is written.
   *
   * @return those of the configuration, or what is needed of them
   */
  public SendSegmentsAs forms() {
    return forms;
  }

  /**
   * The email to be set on the profile.
   *
   * @return null to leave it as it is
   */
  public @Nullable String email() {
    return email;
  }

  /**
   * The push tokens to be set on the profile.
   *
   * @return at most one for a platform, immutable
   */
  public List<PushToken> pushTokens() {
    return pushTokens;
  }

  /**
   * The ids of all audiences that the user is in, in the order in which they are written.
   *
   * @return null if only a change is known
   */
  public @Nullable Set<Long> fullSet() {
    return fullSet;
  }

  /**
   * The ids of the audiences that the user came into, if no full set is known.
   *
   * @return an empty set with a full set
   */
  public Set<Long> entered() {
    return entered;
  }

  /**
   * The ids of the audiences that the user went out of, if no full set is known.
   *
   * @return an empty set with a full set
   */
  public Set<Long> left() {
    return left;
  }

  /**
   * The attributes per segment by name, in the order in which they are written.
   *
   * @return an empty map in modes without them
   */
  public Map<String, SegmentFlag> flags() {
    return flags;
  }

  /**
   * The audiences whose attributes get another name, by id; null for one that is gone for good, of
   * which all is removed. Nothing is written where nothing is held, so that only a membership store
   * gives this a meaning.
   *
   * @return the names of the attributes, mostly empty
   */
  public Map<Long, @Nullable String> newNames() {
    return newNames;
  }

  /**
   * Other content for the same user, such as what is left of this when what Braze holds already is
   * taken away.
   *
   * @param forms the forms in which the membership is written
   * @param email the email, null to leave it as it is
   * @param pushTokens at most one for a platform
   * @param fullSet all audiences, null if only a change is to be written
   * @param entered the audiences that were entered, if there is no full set
   * @param left the audiences that were left, if there is no full set
   * @param flags the attributes per segment
   * @return new attributes
   */
  public UserAttributes withContent(
      SendSegmentsAs forms,
      @Nullable String email,
      List<PushToken> pushTokens,
      @Nullable Set<Long> fullSet,
      Set<Long> entered,
      Set<Long> left,
      Map<String, SegmentFlag> flags) {
    return new UserAttributes(
        forms, identifier, email, List.copyOf(pushTokens), fullSet, entered, left, flags, Map.of());
  }

  /**
   * The same with sets for forms that are not among {@link #forms}, because the profile holds them
   * from another mode and an audience has to be removed from them.
   *
   * @param string the ids for the string attribute, null to leave it as it is
   * @param array the ids for the array attribute, null to leave it as it is
   * @return new attributes
   */
  public UserAttributes withOtherForms(@Nullable Set<Long> string, @Nullable Set<Long> array) {
    return new UserAttributes(
        forms,
        identifier,
        email,
        pushTokens,
        fullSet,
        entered,
        left,
        flags,
        newNames,
        new OtherForms(string, array));
  }

  /** The ids for the string attribute, null to leave it as it is. */
  @Nullable Set<Long> stringSet() {
    return forms.single() ? fullSet : others.string();
  }

  /** The ids for the whole array attribute, null if it is changed or left as it is. */
  @Nullable Set<Long> arraySet() {
    return forms.array() ? fullSet : others.array();
  }

  /**
   * Whether the string attribute is asked for while only a change of the membership is known.
   *
   * @return true if this cannot be written
   */
  public boolean needsFullMembership() {
    return forms.single() && fullSet == null && !(entered.isEmpty() && left.isEmpty());
  }

  /** {@return true if there is nothing to write besides the identifier} */
  public boolean isEmpty() {
    return pushTokens.isEmpty() && dataPoints() == 0;
  }

  /** {@return true if there are push tokens among what is written} */
  public boolean hasPushTokens() {
    return !pushTokens.isEmpty();
  }

  /**
   * The same without the push tokens.
   *
   * @return new attributes
   */
  public UserAttributes withoutPushTokens() {
    return new UserAttributes(
        forms, identifier, email, List.of(), fullSet, entered, left, flags, newNames, others);
  }

  /**
   * What older contracts are charged for: 1 for each attribute, for each element of an add or
   * remove, and for an email.
   *
   * @return the number of data points
   * @see <a href="https://www.braze.com/docs/user_guide/data/data_points">Braze: data points</a>
   */
  public int dataPoints() {
    int points = flags.size() + (email == null ? 0 : 1);
    points += (stringSet() == null ? 0 : 1) + (arraySet() == null ? 0 : 1);
    if (fullSet == null && forms.array()) {
      points += entered.size() + left.size();
    }
    return points;
  }

  /**
   * What stands on the profile when first this and then another is written: attribute by attribute
   * the later one wins, a change is applied to a known set, changes compose, and what is absent
   * changes nothing.
   *
   * @param later for the same user and mode
   * @return both in one
   */
  public UserAttributes then(UserAttributes later) {
    Map<String, SegmentFlag> bothFlags = new LinkedHashMap<>(flags);
    bothFlags.putAll(later.flags);
    Set<Long> bothSet = later.fullSet;
    if (bothSet == null && fullSet != null) {
      bothSet = composed(fullSet, later.left, later.entered);
    }
    return new UserAttributes(
        forms,
        identifier,
        later.email != null ? later.email : email,
        PushTokenRules.lastOfEachPlatform(pushTokens, later.pushTokens),
        bothSet,
        bothSet != null ? Set.of() : composed(entered, later.left, later.entered),
        bothSet != null ? Set.of() : composed(left, later.entered, later.left),
        bothFlags,
        Map.of());
  }

  private static Set<Long> composed(Set<Long> base, Set<Long> without, Set<Long> with) {
    Set<Long> result = new LinkedHashSet<>(base);
    result.removeAll(without);
    result.addAll(with);
    return result;
  }

  /**
   * An upper bound for the bytes of the object but for the app ids of push tokens, which are the
   * configuration's, so that only what may be too large is measured.
   *
   * @return bytes, many times as many as there mostly are
   */
  public long maxEncodedBytes() {
    long chars = (long) identifier.value().length() + (email == null ? 0 : email.length());
    chars += nameChars() + flags.size() * (long) PayloadEncoder.MEMBER_OVERHEAD;
    for (PushToken token : pushTokens) {
      chars += token.token().length() + token.deviceId().orElse("").length();
      chars += 2 * PayloadEncoder.MEMBER_OVERHEAD;
    }
    long ids = (long) size(stringSet()) + size(arraySet()) + entered.size() + left.size();
    return PayloadEncoder.OBJECT_OVERHEAD
        + chars * PayloadEncoder.MAX_BYTES_PER_CHAR
        + ids * PayloadEncoder.MAX_BYTES_PER_ID;
  }

  private static int size(@Nullable Set<Long> ids) {
    return ids == null ? 0 : ids.size();
  }

  private long nameChars() {
    if (flags.isEmpty()) {
      return 0;
    }
    return flags instanceof SegmentFlags known
        ? known.nameChars()
        : flags.keySet().stream().mapToLong(String::length).sum();
  }

  /** The kind of the identifier and the sizes, never a value. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "UserAttributes[%s, dataPoints=%d, pushTokens=%d]",
        identifier,
        dataPoints(),
        pushTokens.size());
  }
}
