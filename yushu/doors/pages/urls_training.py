"""Addresses of training: courses and enrolment for everybody, announcements for those who make them."""

from __future__ import annotations

from django.urls import path

from yushu.doors.pages import announcing, courses, enrolling, journey

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/<str:code>/", courses.course, name="course"),
    path("courses/<str:code>/check/", enrolling.check, name="course_check"),
    path("courses/<str:code>/enrol/", enrolling.sign_up, name="course_enrol"),
    path("mine/journey/", journey.journey, name="journey"),
    path("enrolments/", enrolling.my_enrolments, name="my_enrolments"),
    path("enrolments/<uuid:pk>/commitment/", enrolling.enrolment_commit, name="enrolment_commit"),
    path("announcements/", announcing.announcements, name="announcements"),
    path("announcements/new/", announcing.announcement_new, name="announcement_new"),
    path("announcements/<uuid:pk>/people/", announcing.applicants, name="applicants"),
    path("announcements/<uuid:pk>/people/new/", announcing.applicant_new, name="applicant_new"),
]
