package io.github.brazeaudience.store;

import java.security.CodeSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;

/**
 * Check that the class path has a supported MVStore. Both com.h2database:h2 and
 * com.h2database:h2-mvstore contain its classes, and the first jar on the class path wins.
 */
final class MvStoreCheck {
  private static final String NEEDED = "2.2.220";
  private static final String RECOMMENDED = "2.4.240";

  private MvStoreCheck() {}

  /**
   * Runs the check.
   *
   * @throws IllegalStateException if it is too old, or comes from two jars
   */
  static void run() {
    // Load this class first: the first class of a package determines the package's version.
    String store = location(MVStore.class);
    // Added in H2 2.2.220 with the file format that later versions use.
    String other = locationIfThere(() -> RandomAccessStore.class);
    if (!store.equals(other)) {
      throw new IllegalStateException(
          "braze-audience-store needs H2's MVStore "
              + NEEDED
              + " or newer, but the class path has "
              + found()
              + " first. Declare com.h2database:h2:"
              + RECOMMENDED
              + ", if the application uses H2, or else com.h2database:h2-mvstore:"
              + RECOMMENDED
              + " in the POM of the application (in <dependencies>, or in <dependencyManagement>"
              + " above imported BOMs), and exclude the older one from the dependency that brings"
              + " it.");
    }
  }

  /** The version, if the jar states one, and the location of the MVStore that is used. */
  static String found() {
    String version = MVStore.class.getPackage().getImplementationVersion();
    return "MVStore %s (%s)"
        .formatted(version == null ? "of an unknown version" : version, location(MVStore.class));
  }

  /**
   * Takes a class literal in a supplier instead of using reflection, which native images restrict.
   */
  private static @Nullable String locationIfThere(Supplier<Class<?>> literal) {
    try {
      return location(Objects.requireNonNull(literal.get(), "a class"));
    } catch (LinkageError e) {
      return null;
    }
  }

  /** Returns the location, such as {@code file:} or {@code jar:nested:}. */
  private static String location(Class<?> loaded) {
    CodeSource source = loaded.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "an unknown place"
        : source.getLocation().toString();
  }
}
