package io.github.brazeaudience.api;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What every public API of ours keeps to; each rule returns what breaks it. */
final class ApiRules {
  private ApiRules() {}

  /** Classes that can be extended by nobody, or by those only that are meant to. */
  static List<String> openClasses(PublicApi api, Set<String> meantToBeExtended) {
    return api.types().stream()
        .filter(it -> !it.isInterface() && !it.isEnum() && !it.isSealed())
        .filter(
            it -> !Modifier.isFinal(it.getModifiers()) && !meantToBeExtended.contains(it.getName()))
        .map(it -> it.getName() + " is neither final nor sealed")
        .toList();
  }

  /** Signatures that name a type of another library, or one of ours that is not exported. */
  static List<String> foreignTypes(PublicApi api, Predicate<Class<?>> known) {
    return api.types().stream()
        .flatMap(
            type ->
                signatures(type)
                    .flatMap(ApiRules::classes)
                    .filter(it -> !it.isPrimitive() && !known.test(it))
                    .map(it -> type.getName() + " shows " + it.getName()))
        .distinct()
        .toList();
  }

  private static Stream<Type> signatures(Class<?> type) {
    Stream<Type> parents =
        Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()),
            Arrays.stream(type.getGenericInterfaces()));
    Stream<Type> fields =
        Arrays.stream(type.getDeclaredFields())
            .filter(it -> PublicApi.isVisible(it.getModifiers()))
            .map(Field::getGenericType);
    Stream<Type> returned =
        Arrays.stream(type.getDeclaredMethods())
            .filter(it -> PublicApi.isVisible(it.getModifiers()))
            .flatMap(it -> Stream.concat(Stream.of(it.getGenericReturnType()), of(it)));
    Stream<Type> constructors =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(it -> PublicApi.isVisible(it.getModifiers()))
            .flatMap(ApiRules::of);
    return Stream.of(parents, bounds(type.getTypeParameters()), fields, returned, constructors)
        .flatMap(it -> it);
  }

  private static Stream<Type> of(Executable executable) {
    return Stream.of(
            Arrays.stream(executable.getGenericParameterTypes()),
            Arrays.stream(executable.getGenericExceptionTypes()),
            bounds(executable.getTypeParameters()))
        .flatMap(it -> it);
  }

  private static Stream<Type> bounds(TypeVariable<?>[] variables) {
    return Arrays.stream(variables).flatMap(it -> Arrays.stream(it.getBounds()));
  }

  private static Stream<Class<?>> classes(Type type) {
    if (type instanceof Class<?> simple) {
      return simple.isArray() ? classes(simple.getComponentType()) : Stream.of(simple);
    }
    if (type instanceof ParameterizedType generic) {
      return Stream.concat(
          classes(generic.getRawType()),
          Arrays.stream(generic.getActualTypeArguments()).flatMap(ApiRules::classes));
    }
    if (type instanceof GenericArrayType array) {
      return classes(array.getGenericComponentType());
    }
    if (type instanceof WildcardType wildcard) {
      return Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
          .flatMap(Arrays::stream)
          .flatMap(ApiRules::classes);
    }
    return Stream.empty(); // a variable; its bounds are read where it is declared
  }
}
