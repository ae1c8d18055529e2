package io.github.brazeaudience.internal;

import java.net.URL;
import java.security.CodeSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Names the jars that classes are loaded from, for messages about versions that do not fit. Maven
 * picks versions by their place in the tree and by imported BOMs, so an application may get others
 * than this library was built with.
 */
public final class ClassPath {
  private static final String DECLARE =
      " in the POM of the application (in <dependencies>, or in <dependencyManagement> above"
          + " imported BOMs";

  private ClassPath() {}

  /**
   * Tests if a class can be loaded. A literal is looked up when it is evaluated, without
   * reflection, which native images restrict.
   *
   * @param literal returns the class literal
   * @return false if the class is missing
   */
  public static boolean has(Supplier<Class<?>> literal) {
    try {
      return literal.get() != null;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  /**
   * Tests if two classes of one library come from one jar.
   *
   * @param one a class
   * @param other another one
   * @return false if two versions of the library are on the class path
   */
  public static boolean together(Class<?> one, Class<?> other) {
    return location(one).equals(location(other));
  }

  /**
   * The name of the jar that a class is loaded from, also of a jar inside another one.
   *
   * @param type the class
   * @return such as {@code okio-jvm-3.7.0.jar}
   */
  public static String jarOf(Class<?> type) {
    String location = location(type);
    return location.isEmpty() ? "an unknown jar" : nameIn(location);
  }

  private static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    @Nullable URL location = source == null ? null : source.getLocation();
    return location == null ? "" : location.toString();
  }

  /** Locations end with {@code /} for a directory and with {@code !/} for a jar inside a jar. */
  static String nameIn(String location) {
    String path = location.replaceAll("[!/]+$", "");
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
  }

  /**
   * What to do about a version that does not fit.
   *
   * @param coordinates the artifact and version to declare
   * @param bomProperty the property by which Spring Boot's parent sets the version, or an empty
   *     string
   * @return a sentence without its full stop
   */
  public static String declare(String coordinates, String bomProperty) {
    return "Declare "
        + coordinates
        + DECLARE
        + (bomProperty.isEmpty()
            ? ")"
            : "; with Spring Boot as the parent, set the property " + bomProperty + ")");
  }
}
