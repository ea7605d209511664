(* Certificates of looped transformers (arXiv 2410.08292): the prediction error of an instance. An
   instance [Looped d n L A u X w q] has d coordinates, n examples (the columns of X) and L loops;
   vectors are tables of one column. The one value is (0, 0, error). *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import field_tactic.
From Lemmascope Require Export tables.
From Lemmascope.looped Require Export exact_error.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Inductive looped_instance := Looped of nat & nat & nat & table & table & table & table & table.
(* what a certificate states: the error of the looped layer, as it is defined *)
Definition certifies_looped_error (x : looped_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Looped d n L A u X w q := x in
  certified (fun R : realFieldType =>
    (err (mxof R d d A) (mxof R d 1 u) L (mxof R d n X) (mxof R d 1 w) (mxof R d 1 q))%:M : 'M_1).
(* the evaluator: ((w + u)^T (I - S A)^L - u^T) x_q *)
Fixpoint tpow d (B : table) L := if L is L'.+1 then tmul d d d (tpow d B L') B else tone d.
Definition looped_errorT (x : looped_instance) : table :=
  let: Looped d n L A u X w q := x in
  let S := tscale d d (Qinv (qnat n)) (tmul d n d X (ttr d n X)) in
  let B := tsub d d (tone d) (tmul d d d S A) in
  tmul 1 d 1 (tsub 1 d (tmul 1 d d (ttr d 1 (tadd d 1 w u)) (tpow d B L)) (ttr d 1 u)) q.
Definition check_looped_error x tolerance cs := entries_ok 1 1 (looped_errorT x) tolerance cs.
Definition refused_looped_error x tolerance cs :=
  (failed [::], wrong_entries 1 1 (looped_errorT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem looped/CertifiedLoopedError
    says: If the checker accepts a claimed value for an instance, it is within the tolerance of the
      prediction error of the looped layer.
    leaves out: The instance is read from rational tables; with tolerance 0 the value is exact. The
      evaluator uses the closed form of looped/ExactError.
    supports: looped/exact-error looped/loop-is-preconditioned-descent *)
Definition CertifiedLoopedError_statement : Prop :=
  forall x tolerance cs, check_looped_error x tolerance cs = true ->
  certifies_looped_error x tolerance cs.

(* ---------- proofs ---------- *)
Lemma tpowP (R : realFieldType) d B L : mxof R d d (tpow d B L) = mpow (mxof R d d B) L.
Proof. by elim: L => [|L IH] /=; rewrite ?mx_one // mx_mul IH. Qed.
Lemma looped_error_certificate x tolerance cs :
  check_looped_error x tolerance cs = true -> certifies_looped_error x tolerance cs.
Proof.
case: x => d n L A u X w q; apply: certified_entries => R.
rewrite looped_error [RHS]/= -mx11_scalar.
rewrite !(mx_mul, mx_sub, tpowP, mx_tr, mx_add, mx_one, mx_scale).
by rewrite /Mres /Smat Q2RV Q2R_nat.
Qed.
Theorem CertifiedLoopedError : CertifiedLoopedError_statement.
Proof. exact: looped_error_certificate. Qed.
