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
 * The types that a module shows to everybody.
 *
 * @param exported the packages that the module exports without restriction
 * @param types the types in them that a user can name, sorted by name
 */
record PublicApi(Set<String> exported, List<Class<?>> types) {

  /** Those in the module of these compiled classes, loaded from the class path. */
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

  /** Those of the types that are in an exported package and can be named outside of it. */
  static PublicApi of(Set<String> exported, Stream<? extends Class<?>> types) {
    return new PublicApi(
        exported,
        types
            .filter(it -> exported.contains(it.getPackageName()) && isVisible(it))
            .sorted(Comparator.comparing(Class::getName))
            .collect(Collectors.<Class<?>>toUnmodifiableList()));
  }

  /** Whether code outside of the package can use something with these modifiers. */
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
