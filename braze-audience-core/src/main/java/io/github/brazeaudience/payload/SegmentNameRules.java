package io.github.brazeaudience.payload;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.internal.Text;
import io.github.brazeaudience.outcome.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules for the names of attributes per segment: their length, and that no two are equal. */
final class SegmentNameRules {
  private final SendSegmentsAs mode;
  private final AttributeNames names;

  SegmentNameRules(BrazeAudienceConfig config) {
    this.mode = config.sendSegmentsAs();
    this.names = config.attributeNames();
  }

  /**
   * Returns the first rule that the names of one update break, or null.
   *
   * @param nameOf the attribute names by audience id
   */
  @Nullable PayloadRefusal check(Map<Long, String> nameOf) {
    for (Map.Entry<Long, String> entry : nameOf.entrySet()) {
      PayloadRefusal refusal = checkLength(entry.getKey(), entry.getValue());
      if (refusal != null) {
        return refusal;
      }
    }
    Map<String, Long> idOf = new HashMap<>();
    for (Map.Entry<Long, String> entry : nameOf.entrySet()) {
      Long other = idOf.putIfAbsent(entry.getValue(), entry.getKey());
      if (other != null) {
        return conflict(
            ("audiences %s and %s have names that give the same attribute (spaces at their ends do"
                    + " not count); rename one of them at its source, or remove it if it is a"
                    + " duplicate")
                .formatted(other, entry.getKey()));
      }
      if (isTaken(entry.getValue())) {
        return conflict(
            "audience %s would be written under a name that another attribute has; rename it, or change the prefix"
                .formatted(entry.getKey()));
      }
    }
    return null;
  }

  private boolean isTaken(String name) {
    return AttributeNames.isReserved(name)
        || (mode.single() && name.equals(names.single()))
        || (mode.array() && name.equals(names.array()));
  }

  private static @Nullable PayloadRefusal checkLength(long audienceId, String name) {
    int codePoints = Text.codePoints(name);
    int bytes = Text.utf8Length(name);
    if (codePoints <= AttributeNames.MAX_NAME_CODE_POINTS
        && bytes <= AttributeNames.MAX_NAME_BYTES) {
      return null;
    }
    return PayloadRefusal.of(
        Reason.NAME_TOO_LONG,
        ("the attribute name for audience %s, which is a prefix and its External Name, has %s"
                + " characters and %s bytes, but Braze takes at most %s and %s; shorten the External"
                + " Name")
            .formatted(
                audienceId,
                codePoints,
                bytes,
                AttributeNames.MAX_NAME_CODE_POINTS,
                AttributeNames.MAX_NAME_BYTES));
  }

  private static PayloadRefusal conflict(String message) {
    return PayloadRefusal.of(Reason.NAME_CONFLICT, message);
  }
}
