package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.preflight.PreflightCode.ARRAY_LENGTH_TOO_SMALL;
import static io.github.brazeaudience.preflight.PreflightCode.ATTRIBUTE_BLOCKLISTED;
import static io.github.brazeaudience.preflight.PreflightCode.ATTRIBUTE_NOT_FOUND;
import static io.github.brazeaudience.preflight.PreflightCode.ATTRIBUTE_TYPE_MISMATCH;
import static io.github.brazeaudience.preflight.PreflightCode.TYPES_NOT_CHECKED;
import static io.github.brazeaudience.preflight.Severity.ERROR;
import static io.github.brazeaudience.preflight.Severity.INFO;
import static io.github.brazeaudience.preflight.Severity.WARNING;

import io.github.brazeaudience.internal.preflight.WrittenAttribute.Content;
import io.github.brazeaudience.internal.wire.CustomAttribute;
import io.github.brazeaudience.preflight.PreflightCode;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an attribute of a workspace takes the written values. Braze coerces a value to a
 * type that was selected in the dashboard: {@code true} and {@code false} as text to a Boolean,
 * numeric text to a number, and numbers to text, but not a Boolean to text. It ignores other
 * values. Pure functions.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data">Braze:
 *     manage custom data, data type coercion</a>
 */
final class AttributeCheck {
  private static final String WHERE = "under Data Settings > Custom Attributes";

  /** Longest text of Braze's in a message. */
  private static final int MAX_TEXT = 60;

  private final WrittenAttribute written;
  private final CustomAttribute present;
  private final String typeText;
  private final DataType type;

  private AttributeCheck(WrittenAttribute written, CustomAttribute present) {
    this.written = written;
    this.present = present;
    this.typeText = present.dataType().orElse("");
    this.type = DataType.parse(typeText);
  }

  static Optional<PreflightFinding> check(WrittenAttribute written, CustomAttribute present) {
    return Optional.ofNullable(new AttributeCheck(written, present).finding());
  }

  static PreflightFinding notFound(WrittenAttribute written) {
    return PreflightFinding.of(
        INFO,
        ATTRIBUTE_NOT_FOUND,
        written.name(),
        "is not in Braze yet; the first write creates it");
  }

  private @Nullable PreflightFinding finding() {
    String status = present.status().orElse("Active");
    if (status.equalsIgnoreCase("Blocklisted")) {
      return finding(
          ERROR,
          ATTRIBUTE_BLOCKLISTED,
          "is blocklisted, so Braze ignores the written values; remove it from the blocklist %s, or"
              + " write another attribute");
    }
    if (!status.equalsIgnoreCase("Active")) {
      return finding(
          WARNING,
          TYPES_NOT_CHECKED,
          "has the status \"" + shown(status) + "\", which is not known; look at the attribute %s");
    }
    return switch (type) {
      case UNDETECTED -> null;
      case UNKNOWN ->
          finding(
              WARNING,
              TYPES_NOT_CHECKED,
              "has the data type \""
                  + shown(typeText)
                  + "\", which is not known; look at the attribute %s");
      default -> typed();
    };
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "...";
  }

  private @Nullable PreflightFinding typed() {
    Content content = written.content();
    return switch (content) {
      case ID_STRING -> type == DataType.STRING ? null : mismatch(DataType.STRING, "");
      case ID_ARRAY -> type == DataType.ARRAY ? length() : mismatch(DataType.ARRAY, "");
      case BOOLEAN ->
          type == DataType.BOOLEAN
              ? null
              : mismatch(
                  DataType.BOOLEAN,
                  type == DataType.STRING ? ", or write strings (`perSegmentValue`)" : "");
      case BOOLEAN_STRING ->
          type == DataType.STRING
              ? null
              : type == DataType.BOOLEAN ? coerced() : mismatch(DataType.STRING, "");
    };
  }

  private PreflightFinding mismatch(DataType needed, String orElse) {
    return finding(
        ERROR,
        ATTRIBUTE_TYPE_MISMATCH,
        ("has the data type %s, but %s is written, which Braze ignores; select the data type %s"
                + " %%s%s, or write another attribute")
            .formatted(type.label(), written.content().description(), needed.label(), orElse));
  }

  /** Braze documents the coercion for a type that was selected in the dashboard. */
  private @Nullable PreflightFinding coerced() {
    return DataType.isDetected(typeText)
        ? finding(
            WARNING,
            ATTRIBUTE_TYPE_MISMATCH,
            ("has the detected data type Boolean, but %s is written, which Braze converts only if"
                    + " the type was selected; select the data type Boolean %%s, or write Booleans"
                    + " (`perSegmentValue`)")
                .formatted(written.content().description()))
        : null;
  }

  private @Nullable PreflightFinding length() {
    if (present.arrayLength().isEmpty()) {
      return finding(
          WARNING,
          TYPES_NOT_CHECKED,
          "is an array whose maximum length Braze does not list; look at its Max length %s");
    }
    int length = present.arrayLength().getAsInt();
    if (length >= written.maxElements()) {
      return null;
    }
    String orLower =
        length > 0 ? ", or set `arrayMaxLength` (--array-max-length) to " + length : "";
    return finding(
        ERROR,
        ARRAY_LENGTH_TOO_SMALL,
        ("has the Max length %s, but up to %s ids are written, and Braze drops the oldest"
                + " beyond its maximum; raise the Max length %%s%s")
            .formatted(length, written.maxElements(), orLower));
  }

  private PreflightFinding finding(Severity severity, PreflightCode code, String message) {
    return PreflightFinding.of(severity, code, written.name(), message.replace("%s", WHERE));
  }
}
