package io.github.brazeaudience.api;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public types of a module.
 *
 * @param exported the packages that the module exports to all modules
 * @param types the public and protected types in these packages, sorted by name
 */
record PublicApi(Set<String> exported, List<Class<?>> types) {

  /**
   * Reads the module in a directory of compiled classes, and loads the types from the class path.
   */
  static PublicApi of(Path classes) throws IOException {
    ModuleReference module = ModuleFinder.of(classes).findAll().iterator().next();
    Set<String> exported =
        module.descriptor().exports().stream()
            .filter(it -> !it.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toUnmodifiableSet());
    try (var reader = module.open();
        Stream<String> resources = reader.list()) {
      return of(
          exported,
          resources
              .filter(it -> it.endsWith(".class") && !it.endsWith("-info.class"))
              .map(it -> it.substring(0, it.length() - ".class".length()).replace('/', '.'))
              .map(PublicApi::load));
    }
  }

  /** Selects the visible types in exported packages. */
  static PublicApi of(Set<String> exported, Stream<? extends Class<?>> types) {
    return new PublicApi(
        exported,
        types
            .filter(it -> exported.contains(it.getPackageName()) && isVisible(it))
            .sorted(Comparator.comparing(Class::getName))
            .collect(Collectors.<Class<?>>toUnmodifiableList()));
  }

  /** Returns true if the modifiers make a type or member usable outside its package. */
  static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static boolean isVisible(Class<?> type) {
    if (type.isAnonymousClass() || type.isLocalClass() || !isVisible(type.getModifiers())) {
      return false;
    }
    Class<?> outer = type.getDeclaringClass();
    return outer == null || isVisible(outer);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApi.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is compiled but not on the class path", e);
    }
  }
}
