package io.github.brazeaudience.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A filter of a Braze segment over a custom attribute, with Braze's rules: {@code matches regex}
 * finds its expression anywhere and in any case, all others compare exact values in the case they
 * have, and a filter for one type does not select an attribute of another. Immutable.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes/data_types">
 *     Braze: data types of custom attributes</a>
 */
public final class SegmentFilter {
  private static final int LONGEST_REGEX = 32_764;
  private static final int MOST_VALUES = 256;

  private final String text;
  private final Predicate<BrazeProfile> test;

  private SegmentFilter(String text, Predicate<BrazeProfile> test) {
    this.text = text;
    this.test = test;
  }

  /**
   * "matches regex": the expression is found in the string, or in an element of the array. {@code
   * 11034} therefore also selects {@code '110345'}; {@code '11034'} with its quotes does not.
   *
   * @param attribute the attribute's name
   * @param regex the expression, at most 32,764 characters
   * @return the filter
   * @throws IllegalArgumentException if the expression is too long, or is none
   */
  public static SegmentFilter matchesRegex(String attribute, String regex) {
    Predicate<BrazeProfile> test = regexTest(attribute, regex);
    return new SegmentFilter(attribute + " matches regex " + regex, test);
  }

  /**
   * "does not match regex": the attribute has a value, and the expression is not found in it. A
   * profile without the attribute is not selected; add {@code .or(isBlank(attribute))} for those.
   *
   * @param attribute the attribute's name
   * @param regex the expression, at most 32,764 characters
   * @return the filter
   * @throws IllegalArgumentException if the expression is too long, or is none
   */
  public static SegmentFilter doesNotMatchRegex(String attribute, String regex) {
    Predicate<BrazeProfile> test = regexTest(attribute, regex).negate();
    return new SegmentFilter(
        attribute + " does not match regex " + regex,
        profile -> !blank(profile, attribute) && test.test(profile));
  }

  /**
   * "equals" on a string attribute, today "is any of" with one value.
   *
   * @param attribute the attribute's name
   * @param value the string, in the same case
   * @return the filter
   */
  public static SegmentFilter equalTo(String attribute, String value) {
    return isAnyOf(attribute, value).named(attribute + " equals " + value);
  }

  /**
   * "equals true" and "equals false" on a boolean attribute, today "is true" and "is false". The
   * string {@code "true"} is no boolean.
   *
   * @param attribute the attribute's name, such as {@code In Possible Parisians}
   * @param value the boolean
   * @return the filter
   */
  public static SegmentFilter equalTo(String attribute, boolean value) {
    return new SegmentFilter(
        attribute + " equals " + value,
        profile -> profile.attribute(attribute).filter(found -> found.equals(value)).isPresent());
  }

  /**
   * "is true or not set", "is false or not set" on a boolean attribute.
   *
   * @param attribute the attribute's name
   * @param value the boolean
   * @return the filter
   */
  public static SegmentFilter equalToOrNotSet(String attribute, boolean value) {
    return new SegmentFilter(
        attribute + " is " + value + " or not set",
        profile -> profile.attribute(attribute).map(found -> found.equals(value)).orElse(true));
  }

  /**
   * "is any of" on a string attribute.
   *
   * @param attribute the attribute's name
   * @param values the strings, at most 256
   * @return the filter
   * @throws IllegalArgumentException if there are none or too many
   */
  public static SegmentFilter isAnyOf(String attribute, String... values) {
    Set<String> wanted = wanted(values);
    return new SegmentFilter(
        attribute + " is any of " + Arrays.toString(values),
        profile -> string(profile, attribute).anyMatch(wanted::contains));
  }

  /**
   * "contains any of" on a string attribute: one of the values is part of it, in the same case.
   *
   * @param attribute the attribute's name
   * @param values the parts, at most 256
   * @return the filter
   * @throws IllegalArgumentException if there are none or too many
   */
  public static SegmentFilter containsAnyOf(String attribute, String... values) {
    Set<String> wanted = wanted(values);
    return new SegmentFilter(
        attribute + " contains any of " + Arrays.toString(values),
        profile ->
            string(profile, attribute)
                .anyMatch(found -> wanted.stream().anyMatch(found::contains)));
  }

  /**
   * "includes value" on an array attribute, today "includes any of" with one value. It never
   * selects a string attribute.
   *
   * @param attribute the attribute's name, such as {@code SegmentMembershipArray}
   * @param value an element, in the same case
   * @return the filter
   */
  public static SegmentFilter includesValue(String attribute, String value) {
    return includesAnyOf(attribute, value).named(attribute + " includes value " + value);
  }

  /**
   * "includes any of" on an array attribute.
   *
   * @param attribute the attribute's name
   * @param values the elements, at most 256
   * @return the filter
   * @throws IllegalArgumentException if there are none or too many
   */
  public static SegmentFilter includesAnyOf(String attribute, String... values) {
    Set<String> wanted = wanted(values);
    return new SegmentFilter(
        attribute + " includes any of " + Arrays.toString(values),
        profile -> elements(profile, attribute).stream().anyMatch(wanted::contains));
  }

  /**
   * "includes none of" on an array attribute: it is set, and has none of the values.
   *
   * @param attribute the attribute's name
   * @param values the elements, at most 256
   * @return the filter
   * @throws IllegalArgumentException if there are none or too many
   */
  public static SegmentFilter includesNoneOf(String attribute, String... values) {
    Set<String> wanted = wanted(values);
    return new SegmentFilter(
        attribute + " includes none of " + Arrays.toString(values),
        profile ->
            !elements(profile, attribute).isEmpty()
                && elements(profile, attribute).stream().noneMatch(wanted::contains));
  }

  /**
   * "is blank", on an array "is empty": the attribute is not set, is the empty string, or an array
   * with no element.
   *
   * @param attribute the attribute's name
   * @return the filter
   */
  public static SegmentFilter isBlank(String attribute) {
    return new SegmentFilter(attribute + " is blank", profile -> blank(profile, attribute));
  }

  /**
   * "is not blank", on an array "has a value".
   *
   * @param attribute the attribute's name
   * @return the filter
   */
  public static SegmentFilter isNotBlank(String attribute) {
    return new SegmentFilter(attribute + " is not blank", profile -> !blank(profile, attribute));
  }

  /**
   * Both filters, as two filters of one segment.
   *
   * @param other the other one
   * @return a new filter
   */
  public SegmentFilter and(SegmentFilter other) {
    return new SegmentFilter("(" + text + " AND " + other.text + ")", test.and(other.test));
  }

  /**
   * One filter or the other.
   *
   * @param other the other one
   * @return a new filter
   */
  public SegmentFilter or(SegmentFilter other) {
    return new SegmentFilter("(" + text + " OR " + other.text + ")", test.or(other.test));
  }

  boolean test(BrazeProfile profile) {
    return test.test(profile);
  }

  private SegmentFilter named(String newText) {
    return new SegmentFilter(newText, test);
  }

  private static Predicate<BrazeProfile> regexTest(String attribute, String regex) {
    if (regex.length() > LONGEST_REGEX) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "`regex` has %d characters; Braze takes at most %d",
              regex.length(),
              LONGEST_REGEX));
    }
    Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return profile ->
        string(profile, attribute).anyMatch(found -> pattern.matcher(found).find())
            || elements(profile, attribute).stream()
                .anyMatch(element -> pattern.matcher(String.valueOf(element)).find());
  }

  private static Set<String> wanted(String... values) {
    if (values.length == 0 || values.length > MOST_VALUES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "`values` has %d elements; give 1 to %d", values.length, MOST_VALUES));
    }
    return Set.copyOf(Arrays.asList(values));
  }

  private static Stream<String> string(BrazeProfile profile, String attribute) {
    return profile.attribute(Objects.requireNonNull(attribute, "attribute")).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private static List<?> elements(BrazeProfile profile, String attribute) {
    return profile.attribute(attribute).orElse("") instanceof List<?> list ? list : List.of();
  }

  private static boolean blank(BrazeProfile profile, String attribute) {
    return profile
        .attribute(attribute)
        .map(found -> found.equals("") || found.equals(List.of()))
        .orElse(true);
  }

  /** Gives the filter as Braze's dashboard words it. */
  @Override
  public String toString() {
    return text;
  }
}
