package io.github.brazeaudience.api;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the public API as text with one line per type and member. The text also contains details
 * that a comparison of class files misses: permitted subtypes, nullness, the order of enum
 * constants and the values of constants.
 */
final class ApiText {
  private ApiText() {}

  static String of(PublicApi api) {
    return api.types().stream().map(ApiText::type).collect(Collectors.joining("\n"));
  }

  private static String type(Class<?> type) {
    Stream<String> constants = type.isEnum() ? constants(type) : Stream.empty();
    return header(type)
        + "\n"
        + Stream.concat(constants, members(type).stream().sorted())
            .map(it -> "  " + it + "\n")
            .collect(Collectors.joining());
  }

  private static String header(Class<?> type) {
    String parents = type.isAnnotation() ? "" : TypeText.list(type.getAnnotatedInterfaces());
    AnnotatedType superclass = type.getAnnotatedSuperclass();
    boolean hasParent =
        type.getSuperclass() != null
            && type.getSuperclass() != Object.class
            && !type.isEnum()
            && !type.isRecord();
    String permits =
        type.isSealed()
            ? Arrays.stream(type.getPermittedSubclasses())
                .map(TypeText::name)
                .sorted()
                .collect(Collectors.joining(", "))
            : "";
    return (kind(type)
                + " "
                + TypeText.name(type)
                + " "
                + TypeText.parameters(type.getTypeParameters()))
            .strip()
        + (hasParent ? " extends " + TypeText.of(superclass) : "")
        + (parents.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ") + parents)
        + (permits.isEmpty() ? "" : " permits " + permits);
  }

  private static String kind(Class<?> type) {
    String sealed = type.isSealed() ? "sealed " : "";
    if (type.isAnnotation()) {
      return "public @interface";
    }
    if (type.isInterface()) {
      return "public " + sealed + "interface";
    }
    if (type.isEnum()) {
      return "public enum";
    }
    return Modifier.toString(type.getModifiers())
        + " "
        + sealed
        + (type.isRecord() ? "record" : "class");
  }

  private static Stream<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(Field::isEnumConstant)
        .map(it -> "constant " + it.getName());
  }

  /** Returns the members of the type, and those it inherits from package-private superclasses. */
  private static List<String> members(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Class<?> from = type;
        from != null && (from == type || !PublicApi.isVisible(from.getModifiers()));
        from = from.getSuperclass()) {
      Arrays.stream(from.getDeclaredFields())
          .filter(
              it ->
                  PublicApi.isVisible(it.getModifiers())
                      && !it.isEnumConstant()
                      && !it.isSynthetic())
          .forEach(it -> members.add(field(it)));
      Arrays.stream(from.getDeclaredMethods())
          .filter(
              it ->
                  PublicApi.isVisible(it.getModifiers())
                      && !it.isSynthetic()
                      && !isImplied(type, it))
          .forEach(it -> members.add(method(it)));
    }
    Arrays.stream(type.getDeclaredConstructors())
        .filter(it -> PublicApi.isVisible(it.getModifiers()) && !it.isSynthetic())
        .forEach(it -> members.add(constructor(it)));
    return members;
  }

  private static boolean isImplied(Class<?> type, Method method) {
    return type.isEnum()
        && Modifier.isStatic(method.getModifiers())
        && (method.getName().equals("values") || method.getName().equals("valueOf"));
  }

  private static String field(Field field) {
    return Modifier.toString(field.getModifiers())
        + " "
        + TypeText.of(field.getAnnotatedType())
        + " "
        + field.getName()
        + value(field);
  }

  /** Returns the value of a constant if the text of its type is stable. */
  private static String value(Field field) {
    Class<?> type = field.getType();
    boolean hasStableText =
        type.isPrimitive() || type.isEnum() || type == String.class || type == Duration.class;
    if (!hasStableText
        || !Modifier.isStatic(field.getModifiers())
        || !Modifier.isFinal(field.getModifiers())) {
      return "";
    }
    field.trySetAccessible(); // may be declared by a package-private superclass
    try {
      return " = "
          + (type == String.class
              ? "\"" + field.get(null) + "\""
              : String.valueOf(field.get(null)));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  private static String method(Method method) {
    int modifiers = method.getModifiers() & Modifier.methodModifiers();
    String kind =
        Modifier.toString(
            method.isDefault()
                ? modifiers
                : modifiers & ~(method.getDeclaringClass().isInterface() ? Modifier.ABSTRACT : 0));
    Object value = method.getDefaultValue();
    return kind
        + (method.isDefault() ? " default " : " ")
        + TypeText.parameters(method.getTypeParameters())
        + TypeText.of(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + signature(method)
        + (value == null
            ? ""
            : " default " + (value instanceof Object[] many ? Arrays.toString(many) : value));
  }

  private static String constructor(Constructor<?> constructor) {
    String kind = Modifier.toString(constructor.getModifiers() & Modifier.constructorModifiers());
    return kind
        + " "
        + TypeText.parameters(constructor.getTypeParameters())
        + "new"
        + signature(constructor);
  }

  private static String signature(Executable executable) {
    String parameters = TypeText.list(executable.getAnnotatedParameterTypes());
    String thrown = TypeText.list(executable.getAnnotatedExceptionTypes());
    String varArgs = executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters;
    return "(" + varArgs + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
  }
}
