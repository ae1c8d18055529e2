package io.github.brazeaudience.api;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes types as in a signature, with type arguments and nullness, the same on every JDK. */
final class TypeText {
  private TypeText() {}

  static String of(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      String nullness = nullness(type);
      return of(array.getAnnotatedGenericComponentType())
          + (nullness.isEmpty() ? "" : " " + nullness)
          + "[]";
    }
    return nullness(type) + withoutNullness(type);
  }

  static String list(AnnotatedType[] types) {
    return Arrays.stream(types).map(TypeText::of).collect(Collectors.joining(", "));
  }

  static String name(Class<?> type) {
    String name = type.getCanonicalName();
    boolean isJavaLang = type.getPackageName().equals("java.lang") && !type.isPrimitive();
    return isJavaLang ? name.substring("java.lang.".length()) : name;
  }

  /** Returns the type parameters followed by a space, or an empty string without parameters. */
  static String parameters(TypeVariable<?>[] parameters) {
    if (parameters.length == 0) {
      return "";
    }
    return Arrays.stream(parameters)
        .map(it -> it.getName() + bounds(" extends ", it.getAnnotatedBounds()))
        .collect(Collectors.joining(", ", "<", "> "));
  }

  private static String withoutNullness(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
      return name(raw) + "<" + list(generic.getAnnotatedActualTypeArguments()) + ">";
    }
    if (type instanceof AnnotatedTypeVariable variable) {
      return variable.getType().getTypeName();
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
      return "?"
          + (lower.length > 0
              ? " super " + list(lower)
              : bounds(" extends ", wildcard.getAnnotatedUpperBounds()));
    }
    return name((Class<?>) type.getType());
  }

  private static String bounds(String keyword, AnnotatedType[] bounds) {
    List<String> texts =
        Arrays.stream(bounds).map(TypeText::of).filter(it -> !it.equals("Object")).toList();
    return texts.isEmpty() ? "" : keyword + String.join(" & ", texts);
  }

  private static String nullness(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
  }
}
