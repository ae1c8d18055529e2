package io.github.brazeaudience.payload;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Reason;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules for the values of one attributes object: their lengths, and the size of the object. */
final class ValueRules {
  private final BrazeAudienceConfig config;
  private final PushTokenRules pushTokens;

  ValueRules(BrazeAudienceConfig config, PushTokenRules pushTokens) {
    this.config = config;
    this.pushTokens = pushTokens;
  }

  @Nullable PayloadRefusal checkString(UserAttributes attributes) {
    Set<Long> set = attributes.stringSet();
    if (set == null
        || set.size() * PayloadEncoder.MAX_BYTES_PER_ID <= PayloadLimits.MAX_STRING_CODE_POINTS) {
      return null;
    }
    int length = AttributesWriter.singleValue(set).length();
    return length <= PayloadLimits.MAX_STRING_CODE_POINTS
        ? null
        : PayloadRefusal.of(
            Reason.VALUE_TOO_LONG,
            "\"%s\" would have %s characters for %s audiences, but Braze takes at most %s;"
                    .formatted(
                        config.attributeNames().single(),
                        length,
                        set.size(),
                        PayloadLimits.MAX_STRING_CODE_POINTS)
                + " send segments as an array or one attribute per segment");
  }

  /**
   * Checks the number of elements that the array attribute would have, and of those that are
   * removed. A change that adds none does not make an array too long.
   */
  @Nullable PayloadRefusal checkElements(UserAttributes attributes) {
    Set<Long> set = attributes.arraySet();
    if (set == null && !attributes.forms().array()) {
      return null;
    }
    boolean adds = set != null || !attributes.entered().isEmpty();
    int elements = attributes.arrayElements();
    if (adds && elements > config.arrayMaxLength()) {
      return tooManyElements(
          "\"%s\" would have %d elements, but Braze takes at most %d; send one attribute per segment",
          elements, config.arrayMaxLength());
    }
    int removed = set != null ? 0 : attributes.left().size();
    return removed <= PayloadLimits.MAX_REMOVED_ELEMENTS
        ? null
        : tooManyElements(
            "the change removes %2$d elements from \"%1$s\", but an array has at most %3$d; forward"
                + " a snapshot, or remove fewer at a time",
            removed, PayloadLimits.MAX_REMOVED_ELEMENTS);
  }

  private PayloadRefusal tooManyElements(String message, int elements, int maximum) {
    return PayloadRefusal.of(
        Reason.TOO_MANY_ELEMENTS,
        String.format(Locale.ROOT, message, config.attributeNames().array(), elements, maximum));
  }

  /** {@return an upper bound for the size of an object in bytes} */
  long maxBytes(UserAttributes attributes) {
    return attributes.maxEncodedBytes() + pushTokens.maxAppIdBytes(attributes.pushTokens());
  }

  /** Checks that an object fits into a request alone. Only objects near the limit are encoded. */
  @Nullable PayloadRefusal checkSize(UserAttributes attributes, PayloadEncoder encoder) {
    if (PayloadEncoder.bodyBytes(maxBytes(attributes)) <= PayloadLimits.MAX_BODY_BYTES) {
      return null;
    }
    long bytes = PayloadEncoder.bodyBytes(encoder.encodeKnown(attributes).length);
    return bytes <= PayloadLimits.MAX_BODY_BYTES
        ? null
        : PayloadRefusal.of(
            Reason.OBJECT_TOO_LARGE,
            "the object for this user alone makes a request of %s bytes, but Braze takes at most %s; spread the"
                    .formatted(bytes, PayloadLimits.MAX_BODY_BYTES)
                + " audiences over several changes");
  }
}
