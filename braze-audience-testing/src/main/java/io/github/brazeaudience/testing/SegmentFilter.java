package io.github.brazeaudience.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Segment filter on a custom attribute, with Braze's rules. Immutable.
 *
 * <p>{@code matches regex} finds its expression anywhere in a value and ignores case. The other
 * filters compare exact values and are case-sensitive. A filter for one attribute type never
 * selects an attribute of another type.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes/data_types">Braze:
 *     data types of custom attributes</a>
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
   * "matches regex": the string, or an element of the array, contains a match of the expression.
   * {@code 11034} therefore also selects {@code '110345'}; {@code '11034'} with its quotes does
   * not.
   *
   * @param attribute the attribute's name
   * @param regex the expression, at most 32,764 characters
   * @throws IllegalArgumentException if the expression is too long or invalid
   */
  public static SegmentFilter matchesRegex(String attribute, String regex) {
    Predicate<BrazeProfile> test = regexTest(attribute, regex);
    return new SegmentFilter(attribute + " matches regex " + regex, test);
  }

  /**
   * "does not match regex": the attribute has a value that contains no match of the expression.
   * Profiles without the attribute are not selected; add {@code .or(isBlank(attribute))} for those.
   *
   * @param attribute the attribute's name
   * @param regex the expression, at most 32,764 characters
   * @throws IllegalArgumentException if the expression is too long or invalid
   */
  public static SegmentFilter doesNotMatchRegex(String attribute, String regex) {
    Predicate<BrazeProfile> test = regexTest(attribute, regex).negate();
    return new SegmentFilter(
        attribute + " does not match regex " + regex,
        profile -> !blank(profile, attribute) && test.test(profile));
  }

  /** "equals" on a string attribute, now "is any of" with one value. Case-sensitive. */
  public static SegmentFilter equalTo(String attribute, String value) {
    return isAnyOf(attribute, value).named(attribute + " equals " + value);
  }

  /**
   * "equals true" or "equals false" on a boolean attribute, now "is true" or "is false". The string
   * {@code "true"} is not a boolean.
   *
   * @param attribute the attribute's name, such as {@code In Possible Parisians}
   * @param value the boolean
   */
  public static SegmentFilter equalTo(String attribute, boolean value) {
    return new SegmentFilter(
        attribute + " equals " + value,
        profile -> profile.attribute(attribute).filter(found -> found.equals(value)).isPresent());
  }

  /** "is true or not set" or "is false or not set" on a boolean attribute. */
  public static SegmentFilter equalToOrNotSet(String attribute, boolean value) {
    return new SegmentFilter(
        attribute + " is " + value + " or not set",
        profile -> profile.attribute(attribute).map(found -> found.equals(value)).orElse(true));
  }

  /**
   * "is any of" on a string attribute.
   *
   * @param attribute the attribute's name
   * @param values 1 to 256 strings
   * @throws IllegalArgumentException if there are no values or too many
   */
  public static SegmentFilter isAnyOf(String attribute, String... values) {
    Set<String> wanted = wanted(values);
    return new SegmentFilter(
        attribute + " is any of " + Arrays.toString(values),
        profile -> string(profile, attribute).anyMatch(wanted::contains));
  }

  /**
   * "contains any of" on a string attribute: the string contains one of the values. Case-sensitive.
   *
   * @param attribute the attribute's name
   * @param values 1 to 256 substrings
   * @throws IllegalArgumentException if there are no values or too many
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
   * "includes value" on an array attribute, now "includes any of" with one value. It never selects
   * a string attribute. Case-sensitive.
   *
   * @param attribute the attribute's name, such as {@code SegmentMembershipArray}
   * @param value the element
   */
  public static SegmentFilter includesValue(String attribute, String value) {
    return includesAnyOf(attribute, value).named(attribute + " includes value " + value);
  }

  /**
   * "includes any of" on an array attribute.
   *
   * @param attribute the attribute's name
   * @param values 1 to 256 elements
   * @throws IllegalArgumentException if there are no values or too many
   */
  public static SegmentFilter includesAnyOf(String attribute, String... values) {
    Set<String> wanted = wanted(values);
    return new SegmentFilter(
        attribute + " includes any of " + Arrays.toString(values),
        profile -> elements(profile, attribute).stream().anyMatch(wanted::contains));
  }

  /**
   * "includes none of" on an array attribute: the array is not empty and contains none of the
   * values.
   *
   * @param attribute the attribute's name
   * @param values 1 to 256 elements
   * @throws IllegalArgumentException if there are no values or too many
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
   * "is blank", or "is empty" for an array: the attribute is not set, is the empty string, or is an
   * empty array.
   */
  public static SegmentFilter isBlank(String attribute) {
    return new SegmentFilter(attribute + " is blank", profile -> blank(profile, attribute));
  }

  /** "is not blank", or "has a value" for an array. */
  public static SegmentFilter isNotBlank(String attribute) {
    return new SegmentFilter(attribute + " is not blank", profile -> !blank(profile, attribute));
  }

  /** {@return a filter that selects profiles that both filters select} */
  public SegmentFilter and(SegmentFilter other) {
    return new SegmentFilter("(" + text + " AND " + other.text + ")", test.and(other.test));
  }

  /** {@return a filter that selects profiles that either filter selects} */
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
          "`regex` has %s characters; Braze takes at most %s"
              .formatted(regex.length(), LONGEST_REGEX));
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
          "`values` has %s elements; give 1 to %s".formatted(values.length, MOST_VALUES));
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

  /** {@return the filter in the words of Braze's dashboard} */
  @Override
  public String toString() {
    return text;
  }
}
