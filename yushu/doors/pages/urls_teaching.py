"""Addresses of classes, sessions, completion and rosters."""

from __future__ import annotations

from django.urls import path

from yushu.doors.pages import class_work, classes, papers, rosters, sessions, sessions_mine

urlpatterns = [
    path("classes/", classes.classes, name="classes"),
    path("classes/teaching/", classes.teaching, name="teaching"),
    path("announcements/<uuid:pk>/class/", classes.class_new, name="class_new"),
    path("classes/<uuid:pk>/roster/", classes.class_roster, name="class_roster"),
    path("classes/<uuid:pk>/timetable/", classes.class_timetable, name="class_timetable"),
    path("classes/<uuid:pk>/change/", class_work.class_change_new, name="class_change_new"),
    path("classes/<uuid:pk>/makeup/", class_work.class_makeup, name="class_makeup"),
    path("classes/<uuid:pk>/people/", class_work.class_people, name="class_people"),
    path("classes/<uuid:pk>/results/", class_work.class_results, name="class_results"),
    path("classes/<uuid:pk>/results/enter/", class_work.class_results_enter, name="class_results_enter"),
    path(
        "classes/<uuid:pk>/results/confirm/", class_work.class_results_confirm, name="class_results_confirm"
    ),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/code/", sessions.session_code, name="session_code"),
    path("sessions/<int:pk>/roll/", sessions.session_roll, name="session_roll"),
    path("sessions/<int:pk>/confirm/", sessions.session_confirm, name="session_confirm"),
    path("attendance/<int:pk>/", sessions.attendance_correct, name="attendance_correct"),
    path("corrections/<int:pk>/confirm/", sessions.correction_confirm, name="correction_confirm"),
    path("checkin/", sessions_mine.checkin, name="checkin"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/<uuid:pk>/print/", rosters.roster_print, name="roster_print"),
    path("r/<str:code>/", rosters.roster_sheet, name="roster_sheet"),
    path("training-certificates/", rosters.training_certificates, name="training_certificates"),
    path("training-certificates/<uuid:pk>/certificate.pdf", papers.certificate_pdf, name="certificate_pdf"),
    path("training-certificates/<uuid:pk>/full/", papers.certificate_full, name="certificate_full"),
]
