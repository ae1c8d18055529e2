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

/** Rules for the public API. Each rule returns its violations. */
final class ApiRules {
  private ApiRules() {}

  /** Returns the classes that are neither final nor sealed, except the extendable ones. */
  static List<String> openClasses(PublicApi api, Set<String> extendable) {
    return api.types().stream()
        .filter(it -> !it.isInterface() && !it.isEnum() && !it.isSealed())
        .filter(it -> !Modifier.isFinal(it.getModifiers()) && !extendable.contains(it.getName()))
        .map(it -> it.getName() + " is neither final nor sealed")
        .toList();
  }

  /** Returns the signatures that contain a type which is not allowed. */
  static List<String> foreignTypes(PublicApi api, Predicate<Class<?>> allowed) {
    return api.types().stream()
        .flatMap(
            type ->
                signatures(type)
                    .flatMap(ApiRules::classes)
                    .filter(it -> !it.isPrimitive() && !allowed.test(it))
                    .map(it -> type.getName() + " exposes " + it.getName()))
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
    Stream<Type> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(it -> PublicApi.isVisible(it.getModifiers()))
            .flatMap(it -> Stream.concat(Stream.of(it.getGenericReturnType()), parts(it)));
    Stream<Type> constructors =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(it -> PublicApi.isVisible(it.getModifiers()))
            .flatMap(ApiRules::parts);
    return Stream.of(parents, bounds(type.getTypeParameters()), fields, methods, constructors)
        .flatMap(it -> it);
  }

  private static Stream<Type> parts(Executable executable) {
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
    return Stream.empty(); // a type variable; its bounds are checked at its declaration
  }
}
