package io.github.brazeaudience.internal;

import java.net.URL;
import java.security.CodeSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jars that classes are loaded from, for messages about incompatible versions. Maven
 * selects versions by depth in the dependency tree and by imported BOMs, so an application may run
 * with other versions than this library was built with.
 */
public final class ClassPath {
  private static final String DECLARE =
      " in the POM of the application (in <dependencies>, or in <dependencyManagement> above"
          + " imported BOMs";

  private ClassPath() {}

  /**
   * Returns true if a class can be loaded. The class literal is resolved when the supplier
   * evaluates it, without reflection, which native images restrict.
   */
  public static boolean has(Supplier<Class<?>> literal) {
    try {
      return literal.get() != null;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  /**
   * Returns true if two classes are loaded from the same jar. If two classes of one library are
   * not, two versions of it are on the class path.
   */
  public static boolean together(Class<?> one, Class<?> other) {
    return location(one).equals(location(other));
  }

  /**
   * Returns the name of the jar that a class is loaded from, such as {@code okio-jvm-3.7.0.jar},
   * even if that jar is nested in another one.
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
   * Returns the advice to declare an artifact, without a full stop. {@code bomProperty} sets its
   * version in Spring Boot's parent POM; it may be empty.
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
