package io.github.brazeaudience.internal.payload;

import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.SegmentFlag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Content of one attributes object, without the identifier of its user. Immutable.
 *
 * @param forms the forms in which the membership is written
 * @param email the email to set, null to leave it unchanged
 * @param pushTokens the push tokens to set, at most one per platform
 * @param fullSet all audiences of the user, null if only a change is known
 * @param entered the audiences that the user entered; empty with a full set
 * @param left the audiences that the user left; empty with a full set
 * @param flags the attributes per segment, by name
 * @param timestamp the time at which the update happened, null if unknown. Only the membership
 *     rules read this.
 * @param other what few updates have
 */
public record AttributesContent(
    SendSegmentsAs forms,
    @Nullable String email,
    List<PushToken> pushTokens,
    @Nullable Set<Long> fullSet,
    Set<Long> entered,
    Set<Long> left,
    Map<String, SegmentFlag> flags,
    @Nullable Instant timestamp,
    Other other) {

  /**
   * Content that few updates have, so most share {@link #NONE}.
   *
   * @param string the new value of a string attribute that {@code forms} does not include, null to
   *     leave it unchanged
   * @param array the same for an array attribute
   * @param keptElements the number of array elements that the profile is known to have besides
   *     those that a change adds or removes
   * @param newNames the attribute names of renamed audiences, by audience id; null for a retired
   *     one. Only the membership rules read this.
   */
  public record Other(
      @Nullable Set<Long> string,
      @Nullable Set<Long> array,
      int keptElements,
      Map<Long, @Nullable String> newNames) {
    private static final Other NONE = new Other(null, null, 0, Map.of());
  }

  /** Content without a timestamp that never writes a form outside of its mode. */
  public static AttributesContent of(
      SendSegmentsAs forms,
      @Nullable String email,
      List<PushToken> pushTokens,
      @Nullable Set<Long> fullSet,
      Set<Long> entered,
      Set<Long> left,
      Map<String, SegmentFlag> flags) {
    return new AttributesContent(
        forms, email, pushTokens, fullSet, entered, left, flags, null, Other.NONE);
  }

  /** Content that renames or, with a null name, retires an audience. */
  public static AttributesContent rename(
      SendSegmentsAs forms, Map<Long, @Nullable String> newNames) {
    return new AttributesContent(
        forms,
        null,
        List.of(),
        null,
        Set.of(),
        Set.of(),
        Map.of(),
        null,
        new Other(null, null, 0, newNames));
  }

  public AttributesContent withPushTokens(List<PushToken> tokens) {
    return withStatements(email, tokens, fullSet, entered, left, flags);
  }

  public AttributesContent at(@Nullable Instant happened) {
    return Objects.equals(happened, timestamp)
        ? this
        : new AttributesContent(
            forms, email, pushTokens, fullSet, entered, left, flags, happened, other);
  }

  public AttributesContent withStatements(
      @Nullable String newEmail,
      List<PushToken> tokens,
      @Nullable Set<Long> newFullSet,
      Set<Long> newEntered,
      Set<Long> newLeft,
      Map<String, SegmentFlag> newFlags) {
    return new AttributesContent(
        forms, newEmail, tokens, newFullSet, newEntered, newLeft, newFlags, timestamp, other);
  }

  /** {@return the ids to write to the string attribute, null to leave it unchanged} */
  public @Nullable Set<Long> stringSet() {
    return forms.single() ? fullSet : other.string();
  }

  /**
   * {@return the ids to write to the whole array attribute, null to change or keep its elements}
   */
  public @Nullable Set<Long> arraySet() {
    return forms.array() ? fullSet : other.array();
  }
}
