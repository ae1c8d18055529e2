package com.example;

@program@
