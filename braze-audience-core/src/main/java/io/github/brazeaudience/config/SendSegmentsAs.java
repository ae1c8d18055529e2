package io.github.brazeaudience.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Form in which memberships are written: mParticle's setting "Send Segments As", including its
 * later array forms.
 *
 * @see <a
 *     href="https://www.braze.com/docs/partners/data_and_analytics/customer_data_platform/mparticle/mparticle">Braze:
 *     mParticle</a>
 */
public enum SendSegmentsAs {
  /**
   * One string attribute with all audience ids, {@code SegmentMembership} = {@code
   * '11036','11034'}.
   */
  SINGLE_ATTRIBUTE(true, false, false),
  /** One boolean attribute for each audience, {@code In Possible Parisians} = {@code true}. */
  ONE_ATTRIBUTE_PER_SEGMENT(false, false, true),
  /** mParticle's "Both Single Attribute and One Attribute Per Segment". */
  SINGLE_AND_PER_SEGMENT(true, false, true),
  /**
   * One array attribute with all audience ids, {@code SegmentMembershipArray} = {@code
   * ["11036","11034"]}.
   */
  ARRAY_ATTRIBUTE(false, true, false),
  /** The string and the array attribute. */
  SINGLE_AND_ARRAY(true, true, false),
  /** The array attribute and one attribute for each audience. */
  ARRAY_AND_PER_SEGMENT(false, true, true),
  /** All three forms. */
  SINGLE_AND_ARRAY_AND_PER_SEGMENT(true, true, true);

  private enum Form {
    SINGLE,
    ARRAY,
    PER_SEGMENT
  }

  private static final Map<String, Form> FORMS =
      Map.ofEntries(
          Map.entry("single", Form.SINGLE),
          Map.entry("string", Form.SINGLE),
          Map.entry("singleattribute", Form.SINGLE),
          Map.entry("stringattribute", Form.SINGLE),
          Map.entry("singlestringattribute", Form.SINGLE),
          Map.entry("array", Form.ARRAY),
          Map.entry("arrayattribute", Form.ARRAY),
          Map.entry("singlearrayattribute", Form.ARRAY),
          Map.entry("persegment", Form.PER_SEGMENT),
          Map.entry("attributepersegment", Form.PER_SEGMENT),
          Map.entry("oneattributepersegment", Form.PER_SEGMENT));

  private final boolean single;
  private final boolean array;
  private final boolean perSegment;

  SendSegmentsAs(boolean single, boolean array, boolean perSegment) {
    this.single = single;
    this.array = array;
    this.perSegment = perSegment;
  }

  /**
   * {@return true if the string attribute is written, which needs the full set of a user's
   * audiences}
   */
  public boolean single() {
    return single;
  }

  /** {@return true if the array attribute is written} */
  public boolean array() {
    return array;
  }

  /** {@return true if each audience has its own attribute, named after its External Name} */
  public boolean perSegment() {
    return perSegment;
  }

  /**
   * Returns the mode that writes these forms.
   *
   * @param single true to write the string attribute
   * @param array true to write the array attribute
   * @param perSegment true to write one attribute per audience
   * @throws IllegalArgumentException if no form is written
   */
  public static SendSegmentsAs of(boolean single, boolean array, boolean perSegment) {
    return find(single, array, perSegment)
        .orElseThrow(
            () -> new IllegalArgumentException("a mode needs a form; choose at least one"));
  }

  /**
   * Parses the name of a constant or a label from mParticle's or Braze's pages, in any case and
   * order: {@code "Single Attribute"}, {@code "Both Single Attribute and One Attribute Per
   * Segment"}, {@code "array and string"}.
   *
   * @throws IllegalArgumentException if the text names no mode
   */
  public static SendSegmentsAs parse(String text) {
    return find(text).orElseThrow(() -> Spellings.unknown("sendSegmentsAs", text, values()));
  }

  private static Optional<SendSegmentsAs> find(String text) {
    String words =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[_\\s-]+", " ")
            .strip()
            .replaceFirst("^(both|all) ", "");
    Set<Form> forms = EnumSet.noneOf(Form.class);
    for (String part : words.split(" and |[,+/]+(?: ?and )?", -1)) {
      Form form = FORMS.get(Spellings.key(part));
      if (form == null || !forms.add(form)) {
        return Optional.empty();
      }
    }
    return find(
        forms.contains(Form.SINGLE), forms.contains(Form.ARRAY), forms.contains(Form.PER_SEGMENT));
  }

  private static Optional<SendSegmentsAs> find(boolean single, boolean array, boolean perSegment) {
    return Arrays.stream(values())
        .filter(mode -> mode.single == single)
        .filter(mode -> mode.array == array)
        .filter(mode -> mode.perSegment == perSegment)
        .findFirst();
  }
}
