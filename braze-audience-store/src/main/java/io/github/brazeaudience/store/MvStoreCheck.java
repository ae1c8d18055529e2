package io.github.brazeaudience.store;

import java.security.CodeSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;

/**
 * Check that the MVStore on the class path is not too old. Both com.h2database:h2 and
 * com.h2database:h2-mvstore have its classes, and the first jar on the class path wins.
 */
final class MvStoreCheck {
  private static final String NEEDED = "2.2.220";
  private static final String RECOMMENDED = "2.4.240";

  private MvStoreCheck() {}

  /**
   * Checks the MVStore on the class path.
   *
   * @throws IllegalStateException if it is too old, or comes from two jars
   */
  static void run() {
    // Load this class first, because the first class of a package determines its version.
    String store = location(MVStore.class);
    // RandomAccessStore exists since H2 2.2.220, like the file format.
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

  /** Returns the version and the location of MVStore. */
  static String found() {
    String version = MVStore.class.getPackage().getImplementationVersion();
    return "MVStore %s (%s)"
        .formatted(version == null ? "of an unknown version" : version, location(MVStore.class));
  }

  /**
   * Returns the location of a class, or null if it is missing. The class literal needs no
   * reflection, which native images restrict.
   */
  private static @Nullable String locationIfThere(Supplier<Class<?>> literal) {
    try {
      return location(Objects.requireNonNull(literal.get(), "a class"));
    } catch (LinkageError e) {
      return null;
    }
  }

  /** Returns the URL of the class loader, such as {@code file:} or {@code jar:nested:}. */
  private static String location(Class<?> loaded) {
    CodeSource source = loaded.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "an unknown place"
        : source.getLocation().toString();
  }
}
