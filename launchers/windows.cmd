@echo off
setlocal
cd /d "%~dp0"
if not exist "%~dp0start.py" goto packed
rem Nothing is fetched: that there is no Python is told.
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "PYTHON="
for %%v in ({pythons}) do call :try py -%%v
call :try py -3
call :try python
if not defined PYTHON goto missing
cmd /c %PYTHON% "%~dp0start.py" {task} %*
if errorlevel 1 goto failed
if "{task}"=="install" pause
exit /b 0

:try
if defined PYTHON goto :eof
cmd /c %* -c "import venv" >nul 2>nul
if not errorlevel 1 set "PYTHON=%*"
goto :eof

:missing
start "" notepad "%~dp0no-python.txt"
echo Python was not found. See no-python.txt.
goto failed

:packed
echo Please extract the whole zip file to a folder first, then start again from there.

:failed
pause
exit /b 1
