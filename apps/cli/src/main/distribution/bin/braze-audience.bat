@echo off
rem Starts braze-audience. JAVA_HOME selects the JDK or JRE, 17 or newer; BRAZE_AUDIENCE_OPTS has further options of the JVM.
setlocal
set "JAR=%~dp0..\lib\braze-audience.jar"
if not exist "%JAR%" goto withoutjar
set "JAVA=java"
if defined JAVA_HOME goto home
where java >nul 2>nul || goto withoutjava
goto start
:home
set "JAVA=%JAVA_HOME:"=%\bin\java.exe"
if not exist "%JAVA%" goto wronghome
:start
"%JAVA%" -XX:+UseSerialGC %BRAZE_AUDIENCE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
:withoutjar
echo braze-audience: "%JAR%" is missing; unpack the whole archive again 1>&2
exit /b 2
:wronghome
echo braze-audience: JAVA_HOME has no bin\java.exe: "%JAVA%"; set it to a JDK or JRE of version 17 or newer 1>&2
exit /b 2
:withoutjava
echo braze-audience: there is no java in the PATH; install Java 17 or newer, or set JAVA_HOME 1>&2
exit /b 2
